package org.feedhold.connectors;

import java.nio.file.Path;

/** The control topics, on the embedded broker. */
final class KafkaControlLogIT extends KafkaControlLogContract {

    @Override
    TestKafka kafka(Path folder) throws Exception {
        return TestKafka.embedded(folder);
    }
}
