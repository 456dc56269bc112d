package org.feedhold.cli.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.kafka.JobCheck;
import org.feedhold.kafka.JobCheck.Finding;
import org.feedhold.kafka.JobCheck.Weight;

/** Whether Kafka has what the job needs, told before it starts: once it runs, it can only fail and try again. */
public final class Readiness {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Readiness() {}

    /**
     * Everything that was looked at.
     *
     * @throws ExecutionException if Kafka can't be asked
     */
    public static List<Finding> findings(KafkaOptions kafka, MonitoringJobConfig config)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka.clientSettings())) {
            return new JobCheck(admin, config.topics(), PATIENCE).findings(config.groupId(), config.exactlyOnce());
        }
    }

    /**
     * Returns if the job can run.
     *
     * @throws CommandFailure naming what is missing first
     */
    public static void require(List<Finding> findings) {
        List<Finding> missing = findings.stream()
                .filter(finding -> finding.weight() == Weight.MISSING)
                .toList();
        if (!missing.isEmpty()) {
            String more = missing.size() == 1 ? "" : " (and " + (missing.size() - 1) + " more)";
            throw new CommandFailure("The job can't run: " + missing.get(0).text() + more
                    + "; 'feedhold submit --check-only' tells all that is missing.");
        }
    }
}
