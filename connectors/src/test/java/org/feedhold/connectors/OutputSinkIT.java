package org.feedhold.connectors;

import java.nio.file.Path;

/** Telemetry to an output topic, on the embedded broker. */
final class OutputSinkIT extends OutputSinkContract {

    @Override
    TestKafka kafka(Path folder) throws Exception {
        return TestKafka.embedded(folder);
    }
}
