package org.feedhold.cli.run;

import java.util.ArrayList;
import java.util.List;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.jobs.MonitoringJobConfig;
import picocli.CommandLine.Option;

/** What the monitoring job's decisions depend on; the same options wherever it runs. */
public final class DecisionOptions {

    @Option(
            names = "--max-clock-lead",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description = "How far a timestamp may be ahead of its arrival (default: ${DEFAULT-VALUE}).")
    private String maxClockLead;

    @Option(
            names = "--max-out-of-orderness",
            paramLabel = "DURATION",
            defaultValue = "5s",
            description =
                    "How much older than its machine's newest one a record may be; one that is not in order waits as"
                            + " long for what may come before it (default: ${DEFAULT-VALUE}).")
    private String maxOutOfOrderness;

    @Option(
            names = "--forget-after",
            paramLabel = "DURATION",
            defaultValue = "7d",
            description = "How long a machine may not be heard before it is forgotten (default: ${DEFAULT-VALUE}).")
    private String forgetAfter;

    /**
     * The job's configuration.
     *
     * @param more further options of {@link MonitoringJobConfig#parse}, each followed by its value
     * @throws IllegalArgumentException for a wrong value; the message says what to do
     */
    public MonitoringJobConfig config(KafkaOptions kafka, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--topic-prefix",
                kafka.topics().prefix(),
                "--max-clock-lead",
                maxClockLead,
                "--max-out-of-orderness",
                maxOutOfOrderness,
                "--forget-after",
                forgetAfter));
        options.addAll(List.of(more));
        return MonitoringJobConfig.parse(options.toArray(String[]::new)).withKafka(kafka.settings());
    }
}
