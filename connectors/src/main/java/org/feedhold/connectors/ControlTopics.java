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
 * @param operatorActions topic of the operator actions, which holds more than is needed at a start
 */
public record ControlTopics(String processModels, String releases, String operatorActions) implements Serializable {

    List<String> names() {
        return List.of(processModels, releases, operatorActions);
    }

    ControlRecord decode(ConsumerRecord<byte[], byte[]> kafka) {
        return new ControlRecord(
                kind(kafka.topic()),
                kafka.key(),
                kafka.value(),
                Arrival.of(kafka),
                kafka.topic(),
                kafka.partition(),
                kafka.offset());
    }

    private Kind kind(String topic) {
        if (topic.equals(operatorActions)) {
            return Kind.OPERATOR_ACTION;
        }
        return topic.equals(processModels) ? Kind.PROCESS_MODEL : Kind.RELEASE;
    }
}
