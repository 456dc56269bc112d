package org.feedhold.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.feedhold.cli.Interruption;
import org.feedhold.cli.Terminal;
import org.feedhold.cli.Values;
import org.feedhold.cli.run.PrometheusOption;
import org.feedhold.cli.simulate.FaultChoice;
import org.feedhold.cli.watch.TopicReader;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.simulator.stream.SimulatorMessages;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code feedhold demo}: everything in one process, on simulated machines that are broken on purpose. */
@Command(
        name = "demo",
        description =
                "Start Kafka, Flink with the monitoring job, and simulated machines that are broken on purpose, in"
                        + " this process; show what is recommended, until Ctrl-C.")
public final class DemoCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Option(names = "--duration", paramLabel = "DURATION", description = "End after this time (default: at Ctrl-C).")
    private @Nullable Duration duration;

    @Option(
            names = "--machines",
            paramLabel = "N",
            defaultValue = "6",
            description = "Number of machines, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int machines;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "200ms",
            description = "Time between two samples of a machine, at least 10ms (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(
            names = "--faults",
            paramLabel = "FAULTS",
            defaultValue = "all",
            description =
                    "none; all (chatter, tool_wear, thermal_drift, feed_mismatch, sensor_dropout); or a list, also"
                            + " of broken_tool, overload, load_shift (default: ${DEFAULT-VALUE}).")
    private String faults;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of all that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--plain", description = "No table: one line for each recommendation.")
    private boolean plain;

    @Option(
            names = "--json",
            description = "No table: one JSON object a line, for each recommendation and, last, the summary.")
    private boolean json;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Port of Kafka on 127.0.0.1, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Option(
            names = "--web-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Port of Flink's page on 127.0.0.1, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int webPort;

    @Mixin
    private PrometheusOption prometheus;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Where everything is written: Kafka's data, Flink's checkpoints, the log"
                    + " (default: a temporary folder, deleted at the end).")
    private @Nullable Path folder;

    @Override
    public Integer call() throws Exception {
        if (plain && json) {
            throw new ParameterException(spec.commandLine(), "--plain and --json exclude each other: choose one");
        }
        DemoSettings settings = Values.accepted(
                spec,
                () -> new DemoSettings(
                        machines,
                        interval,
                        FaultChoice.parse(faults),
                        seed,
                        duration,
                        kafkaPort,
                        webPort,
                        prometheus.port()));
        Interruption interruption = Interruption.install();
        int status = 1;
        try (DemoFolder own = DemoFolder.open(folder)) {
            run(settings, own, interruption);
            status = 0;
        } finally {
            spec.commandLine().getOut().flush();
            interruption.finished(status);
        }
        return status;
    }

    private void run(DemoSettings settings, DemoFolder own, Interruption interruption) throws Exception {
        long start = System.currentTimeMillis();
        say("Starting Kafka, Flink and " + settings.machines() + " SIMULATED machines. Everything is written to "
                + own.path() + (own.isTemporary() ? ", which is deleted at the end." : "."));
        DemoTally tally = new DemoTally();
        DemoView view = view();
        DemoSummary summary;
        try (DemoSystem system = DemoSystem.start(settings, own.path())) {
            say("Kafka is at " + system.bootstrapServers() + ", Flink's page at " + system.webAddress()
                    + ". Ctrl-C ends the demo.");
            long end = settings.duration() == null
                    ? Long.MAX_VALUE
                    : start + settings.duration().toMillis();
            try (TopicReader reader = system.reader()) {
                while (!interruption.isAsked() && System.currentTimeMillis() < end) {
                    show(reader, tally, view);
                    system.checkAlive();
                }
            }
            system.stopMachines();
            summary =
                    new DemoSummary(start, System.currentTimeMillis(), settings.machines(), system.simulator(), tally);
        } catch (Exception e) {
            if (!isPortTaken(e)) {
                own.keep();
                say("The log is in " + own.log());
            }
            throw e;
        }
        view.summary(summary);
    }

    private void show(TopicReader reader, DemoTally tally, DemoView view) throws IOException {
        Topics topics = Topics.withDefaultPrefix();
        for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
            if (record.topic().equals(topics.name(Topic.DEAD_LETTERS))) {
                tally.deadLetter();
            } else if (record.topic().equals(topics.name(Topic.SIMULATOR_TRUTH))) {
                tally.injected(SimulatorMessages.readTruth(record.value()));
            } else if (record.topic().equals(topics.name(Topic.HEALTH))) {
                view.health(JSON.readTree(record.value()));
            } else {
                JsonNode recommendation = JSON.readTree(record.value());
                if (tally.recommended(recommendation, System.currentTimeMillis())) {
                    view.recommendation(recommendation);
                }
            }
        }
        view.refresh();
    }

    /** Nothing was begun then, and the log has nothing to add. */
    private static boolean isPortTaken(Exception e) {
        return e.getCause() instanceof BindException;
    }

    private DemoView view() {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            return new JsonView(out);
        }
        return plain || !Terminal.isInteractive()
                ? new PlainView(out)
                : new TableView(
                        out,
                        Terminal.wantsColour(),
                        "SIMULATED machines. In another terminal: ./feedhold watch anomalies, ./feedhold inject chatter"
                                + " --machine SEAS-CNC-01");
    }

    /** What is no result goes beside the results. */
    private void say(String line) {
        spec.commandLine().getErr().println(line);
    }
}
