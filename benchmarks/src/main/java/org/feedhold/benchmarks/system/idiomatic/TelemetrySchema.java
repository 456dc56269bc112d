package org.feedhold.benchmarks.system.idiomatic;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;

/** Binds samples with Jackson. */
final class TelemetrySchema extends AbstractDeserializationSchema<Telemetry> {

    private static final long serialVersionUID = 1L;

    private transient ObjectReader reader;

    @Override
    public void open(InitializationContext context) {
        reader = JsonMapper.builder().addModule(new JavaTimeModule()).build().readerFor(Telemetry.class);
    }

    @Override
    public Telemetry deserialize(byte[] message) throws IOException {
        return reader.readValue(message);
    }
}
