package org.feedhold.connectors;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

/** Telemetry to an output topic, on the official image of the broker where there is a Docker engine. */
@ExtendWith(DockerCondition.class)
final class OutputSinkInContainerIT extends OutputSinkContract {

    @Override
    TestKafka kafka(Path folder) {
        return TestKafka.inContainer();
    }
}
