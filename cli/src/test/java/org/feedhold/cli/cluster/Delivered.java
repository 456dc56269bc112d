package org.feedhold.cli.cluster;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.health.Health;

/**
 * What the job wrote, each record under the id by which a reader drops repeats, and how often one came again.
 *
 * @param recommendations bytes by recommendation id
 * @param episodes bytes by episode id and state
 * @param health bytes by machine and timestamp
 */
record Delivered(Kind recommendations, Kind episodes, Kind health) {

    Delivered() {
        this(new Kind(), new Kind(), new Kind());
    }

    /** Records of one topic. */
    static final class Kind {

        private final Map<String, String> byId = new LinkedHashMap<>();
        private int repeated;

        private void add(String id, byte[] value) {
            String text = new String(value, StandardCharsets.UTF_8);
            String before = byId.putIfAbsent(id, text);
            if (before != null) {
                repeated++;
                if (!before.equals(text)) {
                    throw new AssertionError("two contents under one id: " + before + " and " + text);
                }
            }
        }

        Map<String, String> byId() {
            return byId;
        }

        int repeated() {
            return repeated;
        }

        /** Ids that are here and not there. */
        Set<String> without(Kind other) {
            Set<String> missing = new TreeSet<>(byId.keySet());
            missing.removeAll(other.byId.keySet());
            return missing;
        }
    }

    boolean hasAll(Delivered expected) {
        return expected.recommendations.without(recommendations).isEmpty()
                && expected.episodes.without(episodes).isEmpty()
                && expected.health.without(health).isEmpty();
    }

    void add(Recommendation recommendation) {
        recommendations.add(recommendation.id(), MessageCodec.encode(recommendation));
    }

    void addRecommendation(byte[] value) {
        recommendations.add(MessageCodec.decodeRecommendation(value).id(), value);
    }

    void add(EpisodeEvent event) {
        episodes.add(id(event), MessageCodec.encode(event));
    }

    void addAnomaly(byte[] value) {
        EpisodeEvent event = MessageCodec.decodeEpisodeEvent(value);
        if (event != null) {
            episodes.add(id(event), value);
        }
    }

    void add(Health record) {
        health.add(id(record), MessageCodec.encode(record));
    }

    void addHealth(byte[] value) {
        health.add(id(MessageCodec.decodeHealth(value)), value);
    }

    private static String id(EpisodeEvent event) {
        return event.machineId() + " " + event.episodeId() + " " + event.state() + " " + event.timestamp();
    }

    private static String id(Health record) {
        return record.machineId() + " " + record.timestamp();
    }
}
