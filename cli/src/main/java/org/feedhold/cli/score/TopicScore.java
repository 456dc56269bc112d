package org.feedhold.cli.score;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.feedhold.cli.watch.TopicReader;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.acquisition.TelemetryDecoder;
import org.feedhold.kafka.acquisition.TelemetryScanner;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.simulator.scoring.RunLog;
import org.feedhold.simulator.scoring.Score;
import org.feedhold.simulator.scoring.Scorer;
import org.feedhold.simulator.scoring.ScoringSettings;
import org.feedhold.simulator.stream.SimulatorMessages;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.advisory.EpisodeEvent;

/** Scores what lies in the topics, up to the ends that they have now. Truth is read first: it is what the rest is held against. */
final class TopicScore {

    private final Map<String, Object> client;
    private final Topics topics;
    private final RunLog log = new RunLog();
    private final TelemetryScanner scanner = new TelemetryScanner();
    private final TelemetryDecoder decoder = new TelemetryDecoder();
    private final Sample sample = new Sample();

    private TopicScore(Map<String, Object> client, Topics topics) {
        this.client = client;
        this.topics = topics;
    }

    static Score of(Map<String, Object> client, Topics topics, ScoringSettings settings) {
        TopicScore reading = new TopicScore(client, topics);
        reading.read(Topic.SIMULATOR_TRUTH, truth -> reading.log.truth(SimulatorMessages.readTruth(truth.value())));
        reading.read(Topic.TELEMETRY, reading::telemetry);
        reading.read(
                Topic.RECOMMENDATIONS,
                record -> reading.log.recommendation(MessageCodec.decodeRecommendation(record.value())));
        reading.read(Topic.ANOMALIES, reading::anomaly);
        reading.read(Topic.HEALTH, record -> reading.log.health(MessageCodec.decodeHealth(record.value())));
        return Scorer.score(reading.log, settings);
    }

    private void read(Topic topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (TopicReader records = new TopicReader(client, List.of(topics.name(topic)), true)) {
            records.readToEnd(reader);
        }
    }

    /** What the job itself could not use is no sample. */
    private void telemetry(ConsumerRecord<byte[], byte[]> record) {
        RawRecord raw = new RawRecord(
                record.topic(), record.partition(), record.offset(), record.timestamp(), record.key(), record.value());
        scanner.scan(
                raw,
                usable -> {
                    decoder.decode(usable, List.of(), List.of(), sample);
                    log.sample(usable.machineId(), usable.timestamp(), sample.processPhase);
                },
                unusable -> {});
    }

    private void anomaly(ConsumerRecord<byte[], byte[]> record) {
        EpisodeEvent event = MessageCodec.decodeEpisodeEvent(record.value());
        if (event != null) {
            log.episode(event);
        }
    }
}
