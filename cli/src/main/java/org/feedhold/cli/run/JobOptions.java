package org.feedhold.cli.run;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.jobs.MonitoringJobConfig;
import picocli.CommandLine.Option;

/** What the monitoring job's decisions depend on; the same options wherever it runs. */
public final class JobOptions {

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

    /**
     * The job's configuration.
     *
     * @param more further options of {@link MonitoringJobConfig#parse}, each followed by its value
     * @throws IllegalArgumentException for a wrong value; the message says what to do
     */
    public MonitoringJobConfig config(KafkaOptions kafka, String... more) {
        String[] options = {
            "--bootstrap-servers",
            kafka.bootstrapServers(),
            "--topic-prefix",
            kafka.topics().prefix(),
            "--max-clock-lead",
            maxClockLead,
            "--max-out-of-orderness",
            maxOutOfOrderness
        };
        String[] all = Arrays.copyOf(options, options.length + more.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        Map<String, String> client = new HashMap<>(kafka.properties());
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        return MonitoringJobConfig.parse(all).withKafka(client);
    }
}
