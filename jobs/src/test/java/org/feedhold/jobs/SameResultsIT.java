package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.feedhold.jobs.Results.OfMachine;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.testing.Await;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.process.ControlRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The real job on a real broker says the same of a recorded fleet as the job in this process does, however the log is spread
 * over partitions, however fast it comes, and whatever happens to the job meanwhile.
 */
@Tag("long")
class SameResultsIT {

    private static final FleetLog LOG = FleetLog.recorded(Duration.ofMillis(250));

    /** As fast as it goes: written before the job begins. */
    private static final double AT_ONCE = Double.POSITIVE_INFINITY;

    private static Installation installation;
    private static Map<String, OfMachine> reference;

    @BeforeAll
    static void judgesTheLogInThisProcess(@TempDir Path folder) throws Exception {
        installation = Installation.in(folder);
        reference = SameResultsTest.run(LOG, 1).byMachine();
        assertThat(reference.values().stream()
                        .flatMap(each -> each.recommendations().stream())
                        .collect(Collectors.joining()))
                .contains(
                        "\"code\":\"chatter_risk\"",
                        "\"code\":\"tool_wear\"",
                        "\"code\":\"thermal_drift\"",
                        "\"code\":\"feed_mismatch\"",
                        "\"code\":\"sensor_dropout\"",
                        "\"code\":\"load_low\"",
                        "\"monitoring\":\"silent\"");
    }

    @AfterAll
    static void stopsEverything() throws Exception {
        installation.close();
    }

    @AfterEach
    void endsTheJob() throws Exception {
        installation.cancelAll();
    }

    /** A pace of 1 is live: the log takes a minute. */
    @ParameterizedTest
    @CsvSource({"1, 1, Infinity", "1, 4, 10", "3, 2, 1", "3, 4, Infinity", "8, 1, 10", "8, 2, Infinity"})
    void whateverThePartitionsTheParallelismAndThePace(int partitions, int parallelism, double pace) throws Exception {
        Topics topics = prepare("p" + partitions + "-" + parallelism + "-" + pace + ".", partitions);
        if (pace == AT_ONCE) {
            write(topics, LOG.telemetry(), pace);
        }
        installation.start(topics, parallelism, null);
        if (pace != AT_ONCE) {
            write(topics, LOG.telemetry(), pace);
        }

        try (Reading reading = new Reading(topics)) {
            reading.awaitTheSame();
        }
    }

    @Test
    void whenATaskManagerIsKilledAndWhenTheJobIsStoppedAndResumedInTheMiddle() throws Exception {
        Topics topics = prepare("disturbed.", 3);
        List<RawRecord> telemetry = LOG.telemetry();
        int third = telemetry.size() / 3;
        JobID job = installation.start(topics, 2, null);
        write(topics, telemetry.subList(0, third), 10);
        CompletableFuture<Void> written =
                CompletableFuture.runAsync(() -> write(topics, telemetry.subList(third, 2 * third), 5));

        try (Reading reading = new Reading(topics)) {
            reading.awaitRecommendations(100);
            installation.killATaskManager();
            installation.awaitRunning(job);
            written.get(Installation.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            String savepoint = installation.stop(job);
            write(topics, telemetry.subList(2 * third, telemetry.size()), AT_ONCE);
            installation.start(topics, 4, savepoint);

            reading.awaitTheSame();
        }
    }

    private static Topics prepare(String prefix, int partitions) throws Exception {
        Topics topics = installation.topics(prefix, partitions);
        for (ControlRecord control : LOG.control()) {
            installation.send(topics.name(Topic.PROCESS_MODELS), control.key(), control.value(), control.arrival());
        }
        installation.flush();
        return topics;
    }

    /** Writes telemetry so many times as fast as it arrived. */
    private static void write(Topics topics, List<RawRecord> telemetry, double pace) {
        long begun = System.nanoTime();
        long first = telemetry.get(0).arrival();
        for (RawRecord raw : telemetry) {
            long due = begun + (long) ((raw.arrival() - first) * 1e6 / pace);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            installation.send(topics.name(Topic.TELEMETRY), FleetLog.key(raw), raw.value(), raw.arrival());
        }
        installation.flush();
    }

    /** What a run writes, as it is read. */
    private static final class Reading implements AutoCloseable {

        private final OutputTopics outputs;
        private final Results results = new Results(LOG);
        private final Map<Topic, Integer> taken = new HashMap<>();

        Reading(Topics topics) {
            outputs = installation.read(topics, EnumSet.of(Topic.RECOMMENDATIONS, Topic.ANOMALIES));
        }

        private Results refresh() {
            outputs.refresh();
            take(Topic.RECOMMENDATIONS, results::recommendation);
            take(Topic.ANOMALIES, results::anomaly);
            return results;
        }

        private void take(Topic topic, java.util.function.Consumer<byte[]> consumer) {
            List<org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]>> records = outputs.records(topic);
            records.subList(taken.getOrDefault(topic, 0), records.size())
                    .forEach(each -> consumer.accept(each.value()));
            taken.put(topic, records.size());
        }

        void awaitRecommendations(int number) {
            Await.until(
                    number + " recommendations",
                    Installation.PATIENCE,
                    () -> refresh().recommendations() >= number);
        }

        /** Waits for the same results as in the reference; fails with what is missing or different. */
        void awaitTheSame() {
            try {
                Await.until(
                        "the results are the same",
                        Installation.PATIENCE,
                        () -> refresh().isSameAs(reference));
            } catch (AssertionError e) {
                assertThat(results.unfinished()).as("machines without an end").isEmpty();
                results.assertSameAs(reference);
                throw e;
            }
        }

        @Override
        public void close() {
            outputs.close();
        }
    }
}
