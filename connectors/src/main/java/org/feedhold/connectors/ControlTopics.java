package org.feedhold.connectors;

import java.io.Serializable;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.ControlRecord.Kind;

/**
 * Names of the control topics, with their prefix.
 *
 * @param processModels topic of the process models
 * @param releases topic of the releases
 */
public record ControlTopics(String processModels, String releases) implements Serializable {

    List<String> names() {
        return List.of(processModels, releases);
    }

    ControlRecord decode(ConsumerRecord<byte[], byte[]> kafka) {
        return new ControlRecord(
                kafka.topic().equals(processModels) ? Kind.PROCESS_MODEL : Kind.RELEASE,
                kafka.key(),
                kafka.value(),
                Arrival.of(kafka),
                kafka.topic(),
                kafka.partition(),
                kafka.offset());
    }
}
