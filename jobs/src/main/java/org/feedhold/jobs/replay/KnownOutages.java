package org.feedhold.jobs.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.feedhold.connectors.LogSpan;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.twin.acquisition.Outage;
import org.feedhold.twin.acquisition.Outages;
import org.feedhold.twin.advisory.ControlEvent;

/** The outages of Kafka in which the job judged no silence, as it has written them to {@code anomalies}. */
final class KnownOutages {

    private final String telemetry;
    private final long until;
    private final Map<Integer, List<Outage>> byPartition = new HashMap<>();

    private KnownOutages(String telemetry, long until) {
        this.telemetry = telemetry;
        this.until = until;
    }

    /**
     * Those that began before the end of a span, by partition of the telemetry. One is written when it is over, so what was
     * written since the beginning of the span holds all that matter.
     *
     * @throws ReplayException if the topic can't be read
     */
    static Map<Integer, Outages> during(MonitoringJobConfig source, LogSpan span) throws ReplayException {
        KnownOutages known = new KnownOutages(span.topic(), span.until());
        try {
            String anomalies = source.topics().name(Topic.ANOMALIES);
            LogSpan written = LogSpan.find(source.kafka(), anomalies, span.from(), Long.MAX_VALUE);
            if (!written.isEmpty()) {
                written.forEach(source.kafka(), known::take);
            }
        } catch (IOException e) {
            throw new ReplayException(e.getMessage() + ".", e);
        }
        Map<Integer, Outages> outages = new HashMap<>();
        known.byPartition.forEach((partition, each) -> outages.put(partition, Outages.of(each)));
        return outages;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        String partition = key.substring(key.lastIndexOf('-') + 1);
        if (!key.equals(telemetry + '-' + partition)) {
            return;
        }
        ControlEvent event = MessageCodec.decodeControlEvent(record.value());
        Outage outage = event == null ? null : event.outage();
        if (outage != null && outage.from() < until) {
            byPartition
                    .computeIfAbsent(Integer.valueOf(partition), each -> new ArrayList<>())
                    .add(outage);
        }
    }
}
