package org.feedhold.kafka.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.advisory.MessageCodec;

/**
 * The recommendations and episode events that one run of the job has written, by machine. A repeat is dropped, as every
 * reader does: a recommendation by its id, an episode event by its episode, state and timestamp.
 *
 * <p>Messages that are neither (health, what was applied or refused) are passed over.
 */
public final class RunLog {

    private final Instant from;
    private final Instant until;
    private final Set<String> machines;
    private final Map<String, Map<String, JsonNode>> byMachine = new TreeMap<>();
    private final Map<String, Integer> eventsOfState = new HashMap<>();
    private final Map<String, String> keyOfEvent = new HashMap<>();
    private long recommendations;
    private long episodes;
    private long repeats;
    private long contradictions;

    /**
     * An empty log.
     *
     * @param from first timestamp that counts
     * @param until first timestamp that does not
     * @param machines machines that count; empty for all
     */
    public RunLog(Instant from, Instant until, Set<String> machines) {
        this.from = from;
        this.until = until;
        this.machines = Set.copyOf(machines);
    }

    /**
     * Adds the value of a record, or a line of a file; those of a machine in their order.
     *
     * @throws IllegalArgumentException if it is no message of Feedhold; the message says what is wrong
     */
    public void add(byte[] value) {
        JsonNode message = parse(value);
        String schema = message.path("schema").asText();
        boolean isRecommendation = schema.equals(MessageCodec.RECOMMENDATION_SCHEMA);
        boolean isEpisode = schema.equals(MessageCodec.ANOMALY_SCHEMA)
                && message.path("type").asText().equals(MessageCodec.EPISODE);
        if (!schema.startsWith("feedhold.")) {
            throw new IllegalArgumentException(
                    "this is no message of Feedhold, its schema is '" + schema + "': " + start(value));
        }
        if ((isRecommendation || isEpisode) && counts(message)) {
            Map<String, JsonNode> ofMachine =
                    byMachine.computeIfAbsent(message.path("machine_id").asText(), id -> new LinkedHashMap<>());
            String key =
                    isRecommendation ? "recommendation " + message.path("id").asText() : keyOfEpisodeEvent(message);
            JsonNode before = ofMachine.putIfAbsent(key, message);
            if (before != null) {
                repeats++;
                contradictions += before.equals(message) ? 0 : 1;
            } else if (isRecommendation) {
                recommendations++;
            } else {
                episodes++;
            }
        }
    }

    private boolean counts(JsonNode message) {
        Instant timestamp = timestamp(message);
        return !timestamp.isBefore(from)
                && timestamp.isBefore(until)
                && (machines.isEmpty()
                        || machines.contains(message.path("machine_id").asText()));
    }

    private static Instant timestamp(JsonNode message) {
        String text = message.path("timestamp").asText();
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a message has no timestamp, but '" + text + "'", e);
        }
    }

    /** An episode may escalate more than once: its events of a state are counted, so that one at another time is found changed. */
    private String keyOfEpisodeEvent(JsonNode event) {
        String ofState = "episode " + event.path("episode_id").asText() + ' '
                + event.path("state").asText();
        return keyOfEvent.computeIfAbsent(
                ofState + '@' + event.path("timestamp").asText(), first -> {
                    int number = eventsOfState.merge(ofState, 1, Integer::sum);
                    return number == 1 ? ofState : ofState + " #" + number;
                });
    }

    private static JsonNode parse(byte[] value) {
        try {
            return Json.json().readTree(value);
        } catch (IOException e) {
            throw new IllegalArgumentException("this is no JSON: " + start(value), e);
        }
    }

    private static String start(byte[] value) {
        String text = new String(value, java.nio.charset.StandardCharsets.UTF_8);
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    Map<String, Map<String, JsonNode>> byMachine() {
        return byMachine;
    }

    /** Number of machines with at least one message. */
    public int machines() {
        return byMachine.size();
    }

    /** Number of recommendations, repeats not counted. */
    public long recommendations() {
        return recommendations;
    }

    /** Number of openings, escalations and closings of episodes, repeats not counted. */
    public long episodes() {
        return episodes;
    }

    /** Number of repeats that were dropped. */
    public long repeats() {
        return repeats;
    }

    /** Number of repeats whose content was not that of the first: a defect of the run, or two runs in one place. */
    public long contradictions() {
        return contradictions;
    }
}
