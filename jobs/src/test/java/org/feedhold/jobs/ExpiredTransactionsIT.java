package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.testing.Await;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.process.ControlRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job with exactly-once delivery that was stopped for longer than its transactions may stay open. */
@Tag("long")
@SuppressWarnings("try") // Closing the installation may be interrupted, and so may the test.
class ExpiredTransactionsIT {

    private static final FleetLog LOG = FleetLog.recorded();

    /** No checkpoint but the savepoint: it holds transactions that only the next start commits. */
    private static final Duration NEVER = Duration.ofDays(1);

    private static final String[] EXACTLY_ONCE = {
        "--delivery", "exactly-once", "--kafka-property", "transaction.timeout.ms=20000"
    };

    @Test
    void whatTheBrokerHasAbortedIsCountedAndTheJobGoesOn(@TempDir Path folder) throws Exception {
        try (Installation installation = Installation.in(folder)) {
            Topics topics = installation.topics("expired.", 2);
            for (ControlRecord control : LOG.control()) {
                installation.send(topics.name(Topic.PROCESS_MODELS), control.key(), control.value(), control.arrival());
            }
            installation.flush();
            List<RawRecord> telemetry = LOG.telemetry();
            int middle = telemetry.size() / 2;
            write(installation, topics, telemetry.subList(0, middle));
            JobID job = installation.start(topics, 2, null, NEVER, EXACTLY_ONCE);
            try (OutputTopics outputs = installation.read(topics, EnumSet.of(Topic.RECOMMENDATIONS))) {
                // The log holds some that no reader of committed records sees: their transaction is open.
                Await.until(
                        "some recommendations are written",
                        Installation.PATIENCE,
                        () -> outputs.refresh().records(Topic.RECOMMENDATIONS).size() > 10);
            }
            String savepoint = installation.savepoint(job);
            installation.cancelAll();
            Await.until(
                    "the broker has aborted what was open",
                    Installation.PATIENCE,
                    () -> installation.openTransactions().isEmpty());
            assertThat(installation.counted("failedCommittables")).isZero();

            installation.start(topics, 2, savepoint, Installation.CHECKPOINT_INTERVAL, EXACTLY_ONCE);
            write(installation, topics, telemetry.subList(middle, telemetry.size()));

            Await.until(
                    "the loss is counted", Installation.PATIENCE, () -> installation.counted("failedCommittables") > 0);
            try (OutputTopics outputs = installation.readCommitted(topics, EnumSet.of(Topic.RECOMMENDATIONS))) {
                Await.until(
                        "the job goes on",
                        Installation.PATIENCE,
                        () -> outputs.refresh().records(Topic.RECOMMENDATIONS).size() > 10);
            }
        }
    }

    private static void write(Installation installation, Topics topics, List<RawRecord> telemetry) {
        for (RawRecord raw : telemetry) {
            installation.send(topics.name(Topic.TELEMETRY), FleetLog.key(raw), raw.value(), raw.arrival());
        }
        installation.flush();
    }
}
