package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.feedhold.jobs.backtest.Backtest;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Recommendation;

/**
 * What a run said of each machine, as its readers see it: repeats by id dropped, each machine's in order, up to the machine's
 * last timestamp.
 */
final class Results {

    /**
     * What was said of one machine.
     *
     * @param recommendations recommendations as JSON, byte for byte
     * @param episodes episode events as JSON, byte for byte
     */
    record OfMachine(List<String> recommendations, List<String> episodes) {}

    private final List<String> machines;
    private final ToLongFunction<String> ends;
    private final Map<String, Map<String, String>> recommendations = new HashMap<>();
    private final Map<String, Set<String>> episodes = new HashMap<>();
    private final Map<String, Instant> newestRecommendation = new HashMap<>();
    private final Map<String, Instant> newestEpisode = new HashMap<>();

    /** Results of these machines, up to their last timestamps in epoch milliseconds. */
    Results(List<String> machines, ToLongFunction<String> ends) {
        this.machines = machines;
        this.ends = ends;
    }

    /** Results of a recorded fleet. */
    Results(FleetLog log) {
        this(log.machines(), log::end);
    }

    static Results of(FleetLog log, Backtest.Result run) {
        Results results = new Results(log);
        run.recommendations().forEach(each -> results.recommendation(MessageCodec.encode(each)));
        run.episodes().forEach(each -> results.anomaly(MessageCodec.encode(each)));
        return results;
    }

    /** Takes in the next record of the topic {@code recommendations}. */
    void recommendation(byte[] value) {
        Recommendation recommendation = MessageCodec.decodeRecommendation(value);
        String machineId = recommendation.machineId();
        if (isAfterTheEnd(machineId, recommendation.timestamp())) {
            return;
        }
        String json = new String(value, StandardCharsets.UTF_8);
        String before = recommendations
                .computeIfAbsent(machineId, machine -> new LinkedHashMap<>())
                .putIfAbsent(recommendation.id(), json);
        if (before != null) {
            assertThat(json).as("content of a repeated id").isEqualTo(before);
            return;
        }
        Instant newest = newestRecommendation.put(machineId, recommendation.timestamp());
        assertThat(newest == null || recommendation.timestamp().isAfter(newest))
                .as("%s: one recommendation for each timestamp, in order: %s after %s", machineId, json, newest)
                .isTrue();
    }

    /** Takes in the next record of the topic {@code anomalies}. */
    void anomaly(byte[] value) {
        EpisodeEvent episode = MessageCodec.decodeEpisodeEvent(value);
        if (episode == null || isAfterTheEnd(episode.machineId(), episode.timestamp())) {
            return;
        }
        String json = new String(value, StandardCharsets.UTF_8);
        if (!episodes.computeIfAbsent(episode.machineId(), machine -> new LinkedHashSet<>())
                .add(json)) {
            return;
        }
        Instant newest = newestEpisode.put(episode.machineId(), episode.timestamp());
        assertThat(newest == null || !episode.timestamp().isBefore(newest))
                .as("%s: episodes in order: %s after %s", episode.machineId(), json, newest)
                .isTrue();
    }

    /** What the end of a log means is not part of the results. */
    private boolean isAfterTheEnd(String machineId, Instant timestamp) {
        return timestamp.toEpochMilli() > ends.applyAsLong(machineId);
    }

    OfMachine of(String machineId) {
        return new OfMachine(
                List.copyOf(recommendations.getOrDefault(machineId, Map.of()).values()),
                List.copyOf(episodes.getOrDefault(machineId, Set.of())));
    }

    /** What was said of each machine. */
    Map<String, OfMachine> byMachine() {
        Map<String, OfMachine> all = new HashMap<>();
        machines.forEach(machineId -> all.put(machineId, of(machineId)));
        return all;
    }

    /** Number of recommendations. */
    int recommendations() {
        return recommendations.values().stream().mapToInt(Map::size).sum();
    }

    /** Machines of whose last record, on which a recommendation follows, nothing has been said yet. */
    List<String> unfinished() {
        return machines.stream()
                .filter(machineId ->
                        !Instant.ofEpochMilli(ends.applyAsLong(machineId)).equals(newestRecommendation.get(machineId)))
                .toList();
    }

    /** Number of recommendations and of episode events. */
    String size() {
        return recommendations.values().stream().mapToInt(Map::size).sum() + " recommendations and "
                + episodes.values().stream().mapToInt(Set::size).sum() + " episode events";
    }

    /** Whether every machine has the same results as in another run. */
    boolean isSameAs(Map<String, OfMachine> reference) {
        return machines.stream().allMatch(machineId -> of(machineId).equals(reference.get(machineId)));
    }

    /** Fails with the first difference if not every machine of the log has the same results as in another run. */
    void assertSameAs(Map<String, OfMachine> reference) {
        List<String> different = new ArrayList<>();
        for (String machineId : machines) {
            OfMachine expected = reference.get(machineId);
            OfMachine actual = of(machineId);
            if (!actual.equals(expected)) {
                different.add(machineId);
                if (different.size() == 1) {
                    firstDifference(machineId + " recommendations", actual.recommendations, expected.recommendations);
                    firstDifference(machineId + " episodes", actual.episodes, expected.episodes);
                }
            }
        }
        assertThat(different).isEmpty();
    }

    private static void firstDifference(String what, List<String> actual, List<String> expected) {
        for (int i = 0; i < Math.max(actual.size(), expected.size()); i++) {
            String a = i < actual.size() ? actual.get(i) : "nothing";
            String e = i < expected.size() ? expected.get(i) : "nothing";
            assertThat(a)
                    .as("%s, number %d of %d, %d expected", what, i, actual.size(), expected.size())
                    .isEqualTo(e);
        }
    }
}
