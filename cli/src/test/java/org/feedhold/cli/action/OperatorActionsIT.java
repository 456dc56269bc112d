package org.feedhold.cli.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.broker.BrokerSettings;
import org.feedhold.broker.EmbeddedBroker;
import org.feedhold.cli.Feedhold;
import org.feedhold.cli.watch.TopicReader;
import org.feedhold.jobs.MonitoringJob;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.testing.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator says by the command line, on a real broker with a live job: of a machine that has chattered and sends no more. */
@Tag("long")
class OperatorActionsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String MACHINE = "MILL-1";
    private static final int SAMPLES = 60;

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static JobClient job;

    @BeforeAll
    static void aMachineHasChatteredAndFallenSilent() throws Exception {
        broker = EmbeddedBroker.start(BrokerSettings.in(folder.resolve("kafka")));
        Path model = Files.writeString(
                folder.resolve("mill.yaml"), ShippedProcessModels.yaml("adaptive_cnc_milling"), StandardCharsets.UTF_8);
        assertThat(feedhold("topics", "create", "--partitions", "2").status()).isZero();
        assertThat(feedhold("models", "publish", model.toString()).status()).isZero();
        send();
        Configuration flink = new Configuration();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        MonitoringJob.define(
                environment, MonitoringJobConfig.of(broker.bootstrapServers(), Topics.withDefaultPrefix()));
        job = environment.executeAsync("live");
    }

    private static void send() {
        List<SimulatedSample> samples = SimulatedRuns.generate(
                        SimulationSettings.builder()
                                .machineIds(List.of(MACHINE))
                                .seed(3)
                                .startMillis(Instant.now().toEpochMilli() - SAMPLES * 2_000L)
                                .faults(new FaultPlan.Scripted(FaultScript.parse("chatter@40-50")))
                                .build(),
                        SAMPLES)
                .get(0)
                .samples();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "enable.idempotence", true),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (SimulatedSample sample : samples) {
                var unused = producer.send(new ProducerRecord<>(
                        "feedhold.telemetry", MACHINE.getBytes(StandardCharsets.UTF_8), sample.telemetry()));
            }
            producer.flush();
        }
    }

    @AfterAll
    static void stopAll() throws Exception {
        if (job != null) {
            job.cancel().get();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void aCompletedCheckOpensTheGateOfASilentMachineOnceAndAReplayGivesTheSame() throws Exception {
        String episode = awaitNewest("a check is open on a silent machine", 1)
                .path("open_checks")
                .path(0)
                .path("episode_id")
                .asText();

        Called completed = feedhold("check", episode, "--machine", MACHINE, "--result", "ok", "--operator", "ann");
        Called again = feedhold("check", episode, "--machine", MACHINE, "--result", "ok", "--operator", "ann");
        Called tool = feedhold("tool-change", "--machine", MACHINE, "--operator", "ann", "--comment", "insert worn");
        Called elsewhere = feedhold("tool-change", "--machine", "MILL-9", "--operator", "ann");

        assertThat(completed.err()).isEmpty();
        assertThat(completed.out())
                .startsWith("Applied: check_completed on MILL-1, counts from ")
                .hasLineCount(1);
        assertThat(completed.status()).isZero();
        assertThat(again.err())
                .startsWith("feedhold: Rejected: episode " + episode + " has left no open check on MILL-1")
                .hasLineCount(1);
        assertThat(again.status()).isEqualTo(1);
        assertThat(tool.out()).startsWith("Applied: tool_change on MILL-1, counts from ");
        assertThat(elsewhere.err()).startsWith("feedhold: Rejected: nothing is known of machine MILL-9");
        JsonNode newest = awaitNewest("no check is open", 0);
        assertThat(newest.path("monitoring").asText()).isEqualTo("silent");
        assertThat(newest.path("decision").asText()).isEqualTo("do_not_proceed");

        assertThat(feedhold("replay", "--to-prefix", "again.").status()).isZero();
        Called compared = feedhold("diff", "--left", "feedhold.", "--right", "again.");
        assertThat(compared.out()).contains("The runs are the same.");
        assertThat(compared.status()).isZero();

        Called explained = feedhold("why", newest.path("id").asText());
        assertThat(explained.out()).contains("They give the same recommendation.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                check | 2 | Missing required options
                check E --machine M --operator ann --result fine | 2 | 'fine' is no result of a check; write ok, corrected, part_rejected or escalated
                tool-change --machine M --operator ann --at yesterday | 2 | 'yesterday' is no time; write it like 2026-07-06T15:00:00Z
                tool-change --machine M --operator ann --at 2100-01-01T00:00:00Z | 1 | s ahead of the record's arrival (path timestamp); set the clock of the sender
                tool-change --machine M --operator ann --topic-prefix nowhere. | 1 | Topic nowhere.anomalies does not exist on this Kafka
                tool-change --machine M --operator ann --topic-prefix idle. --timeout 1s | 1 | No answer within 1 s
                """)
    void whatCannotBeDoneIsToldInOneLine(String call, int status, String told) {
        assertThat(feedhold("topics", "create", "--topic-prefix", "idle.", "--partitions", "1")
                        .status())
                .isZero();

        Called called = feedhold(call.split(" "));

        assertThat(called.err()).startsWith("feedhold: ").contains(told).hasLineCount(1);
        assertThat(called.status()).isEqualTo(status);
    }

    /** The newest recommendation of the machine, once it is silent and has so many open checks. */
    private static JsonNode awaitNewest(String what, int openChecks) {
        List<JsonNode> newest = new ArrayList<>();
        Await.until(what, PATIENCE, () -> {
            JsonNode state = twinState();
            boolean found = state.path("monitoring").asText().equals("silent")
                    && state.path("open_checks").size() == openChecks;
            if (found) {
                newest.add(state);
            }
            return found;
        });
        return newest.get(0);
    }

    private static JsonNode twinState() throws IOException {
        List<byte[]> values = new ArrayList<>();
        Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (TopicReader reader = new TopicReader(client, List.of("feedhold.twin-state"), true)) {
            reader.readToEnd(record -> values.add(record.value()));
        }
        ObjectMapper mapper = new ObjectMapper();
        return values.isEmpty() ? mapper.createObjectNode() : mapper.readTree(values.get(values.size() - 1));
    }

    /** A command that has ended. */
    private record Called(int status, String out, String err) {}

    private static Called feedhold(String... command) {
        List<String> arguments = new ArrayList<>(Arrays.asList(command));
        arguments.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Feedhold.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        return new Called(status, out.toString(), err.toString());
    }
}
