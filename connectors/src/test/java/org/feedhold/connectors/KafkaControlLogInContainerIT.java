package org.feedhold.connectors;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

/** The control topics, on the official image of the broker where there is a Docker engine. */
@ExtendWith(DockerCondition.class)
final class KafkaControlLogInContainerIT extends KafkaControlLogContract {

    @Override
    TestKafka kafka(Path folder) {
        return TestKafka.inContainer();
    }
}
