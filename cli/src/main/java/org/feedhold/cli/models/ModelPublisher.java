package org.feedhold.cli.models;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.RecordPublisher;
import org.feedhold.cli.watch.TopicReader;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.twin.process.ProcessModel;

/** Writes process models to their topic. A published version is immutable. */
public final class ModelPublisher {

    private final Map<String, Object> clientSettings;
    private final String topic;

    /** Publishes through clients with these settings. */
    public ModelPublisher(Map<String, Object> clientSettings, Topics topics) {
        this.clientSettings = Map.copyOf(clientSettings);
        this.topic = topics.name(Topic.PROCESS_MODELS);
    }

    /**
     * Publishes what is not on the topic yet. Returns the keys that were written; the others were there with the same
     * content.
     *
     * @throws CommandFailure if a version was published before with other content; then nothing is written
     */
    public List<String> publish(List<ProcessModel> models) throws ExecutionException, InterruptedException {
        Map<String, byte[]> published = published();
        for (ProcessModel model : models) {
            byte[] before = published.get(model.key());
            if (before != null && !Arrays.equals(before, ProcessModelCodec.toJson(model))) {
                throw new CommandFailure("Process model " + model.key()
                        + " is published already, with other content, and a published version never changes; give yours"
                        + " a higher version.");
            }
        }
        List<ProcessModel> missing = models.stream()
                .filter(model -> !published.containsKey(model.key()))
                .toList();
        RecordPublisher.publish(
                clientSettings, topic, missing.stream().map(this::record).toList());
        return missing.stream().map(ProcessModel::key).toList();
    }

    private Map<String, byte[]> published() {
        Map<String, byte[]> published = new HashMap<>();
        try (TopicReader reader = new TopicReader(clientSettings, List.of(topic), true)) {
            reader.readToEnd(record -> {
                if (record.key() != null && record.value() != null) {
                    published.putIfAbsent(new String(record.key(), StandardCharsets.UTF_8), record.value());
                }
            });
        }
        return published;
    }

    private ProducerRecord<byte[], byte[]> record(ProcessModel model) {
        return new ProducerRecord<>(
                topic, model.key().getBytes(StandardCharsets.UTF_8), ProcessModelCodec.toJson(model));
    }
}
