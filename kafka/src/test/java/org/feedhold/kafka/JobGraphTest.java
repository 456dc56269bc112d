package org.feedhold.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.feedhold.kafka.acquisition.TelemetryDecoder;
import org.feedhold.kafka.acquisition.TelemetryScanner;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.process.ProcessModel;
import org.junit.jupiter.api.Test;

/** What operators are given travels with the job graph by Java serialization, and works where it arrives. */
class JobGraphTest {

    @Test
    void scannerAndDecodersWorkAfterTheirJourney() throws Exception {
        byte[] value = "{\"machine_id\":\"M\",\"timestamp\":5,\"load\":7}".getBytes(UTF_8);
        ProcessModel model = ShippedProcessModels.load("od_turning");
        Sample sample = new Sample();
        TelemetryDecoder used = new TelemetryDecoder();
        used.decode(new MachineRecord("M", 5, 1, 5, 0, 0, null, value), List.of("load"), List.of("%"), sample);

        travelled(new TelemetryScanner())
                .scan(
                        new RawRecord("t", 0, 0, 5, null, value),
                        record -> travelled(used).decode(record, List.of("load"), List.of("%"), sample),
                        letter -> {
                            throw new AssertionError(letter.detail());
                        });

        assertThat(sample.values).containsExactly(7);
        assertThat(travelled(new ProcessModelCodec()).processModel(ProcessModelCodec.toJson(model)))
                .isEqualTo(model);
        assertThat(travelled(new Topics("plant2.")).name(Topic.HEALTH)).isEqualTo("plant2.health");
    }

    @SuppressWarnings("unchecked")
    private static <T> T travelled(T object) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(object);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (T) in.readObject();
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
