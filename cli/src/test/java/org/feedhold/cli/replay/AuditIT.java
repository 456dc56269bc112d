package org.feedhold.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.broker.BrokerSettings;
import org.feedhold.broker.EmbeddedBroker;
import org.feedhold.cli.Feedhold;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of the audit trail, from a file with telemetry to the reason of one recommendation. */
@Tag("long")
class AuditIT {

    private static final String FROM_FILE = "file.";

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static Path telemetry;
    private static String importOutput;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void aFileHasBeenReplayed() throws Exception {
        broker = EmbeddedBroker.start(BrokerSettings.in(folder.resolve("kafka")));
        Path model = Files.writeString(
                folder.resolve("mill.yaml"), ShippedProcessModels.yaml("adaptive_cnc_milling"), StandardCharsets.UTF_8);
        telemetry = writeTelemetry();
        AuditIT setUp = new AuditIT();
        assertThat(setUp.run("topics", "create", "--partitions", "2")).isZero();
        assertThat(setUp.run("models", "publish", model.toString())).isZero();
        setUp.clear();
        int status = setUp.run("replay", "--files", telemetry.toString(), "--to-prefix", FROM_FILE);
        assertThat(setUp.err.toString()).isEmpty();
        assertThat(status).isZero();
        importOutput = setUp.out.toString();
    }

    private static Path writeTelemetry() throws IOException {
        List<SimulatedRun> runs = SimulatedRuns.generate(
                SimulatedRuns.settings(2, 5)
                        .faults(new FaultPlan.Scripted(FaultScript.parse(
                                "chatter@20-28,sensor_dropout:silent_machine@50-60,thermal_drift@80-96")))
                        .build(),
                120);
        List<SimulatedSample> samples = new ArrayList<>();
        runs.forEach(run -> samples.addAll(run.samples()));
        samples.sort(Comparator.comparingLong(SimulatedSample::timestampMillis));
        Path file = folder.resolve("telemetry.jsonl.gz");
        try (OutputStream lines = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (SimulatedSample sample : samples) {
                if (sample.telemetry() != null) {
                    lines.write(sample.telemetry());
                    lines.write('\n');
                }
            }
            lines.write("this line is no telemetry\n".getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void clear() {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
    }

    @Test
    void aFileIsJudgedAsIfEachRecordHadArrivedAtItsOwnTimestamp() throws Exception {
        assertThat(importOutput)
                .contains("219 records gave ", " and 1 dead letters in ")
                .contains("topics with the prefix file.")
                .contains("each counts as having arrived at its own timestamp")
                .contains("It began with the first record of every machine");
        assertThat(recommendations(FROM_FILE))
                .extracting(each -> each.path("findings").path(0).path("rule").asText())
                .contains(
                        "chatter_risk@adaptive_cnc_milling@1",
                        "thermal_drift@adaptive_cnc_milling@1",
                        "silence_after@adaptive_cnc_milling@1");
    }

    @Test
    void whatWasReplayedIsReplayedOnceMoreWithTheSameResults() throws Exception {
        int replayed = run("replay", "--topic-prefix", FROM_FILE, "--to-prefix", "again.", "--json");
        JsonNode summary = new ObjectMapper().readTree(out.toString());
        clear();
        // The file ended with its newest record; by now both machines have been silent for long.
        int compared = run("diff", "--left", FROM_FILE, "--right", "again.", "--until", "2026-07-06T06:04:00Z");

        assertThat(replayed).isZero();
        assertThat(summary.path("records").asInt()).isEqualTo(219);
        assertThat(summary.path("beginning").asText()).isEqualTo("first_record");
        assertThat(out.toString()).contains("0 repeats dropped", "The runs are the same.");
        assertThat(compared).isZero();
    }

    @Test
    void aRunIsComparedWithAFileThatWasChanged() throws Exception {
        Path file = folder.resolve("changed.jsonl");
        String lines = watched("recommendations", FROM_FILE) + watched("anomalies", FROM_FILE);
        Files.writeString(file, lines + lines.lines().findFirst().orElseThrow() + '\n');
        clear();
        assertThat(run("diff", "--left", FROM_FILE, "--right", file.toString())).isZero();
        assertThat(out.toString()).contains("1 repeats dropped", "The runs are the same.");

        Files.writeString(file, lines.replace("\"limit\":0.42", "\"limit\":0.43"));
        clear();
        int status = run("diff", "--left", FROM_FILE, "--right", file.toString());

        assertThat(status).isEqualTo(1);
        assertThat(out.toString())
                .contains("differs     ", "findings[0].limit: 0.42 | 0.43", "The runs differ on 2 machines");
    }

    @Test
    void anotherLimitIsTriedOnTheSameTelemetry() throws Exception {
        Path mild = Files.writeString(
                folder.resolve("mild.yaml"),
                ShippedProcessModels.yaml("adaptive_cnc_milling")
                        .replaceFirst("version: 1 ", "version: 2 ")
                        .replaceFirst("limits: \\{high: 7\\}", "limits: {high: 70}"));
        assertThat(run("topics", "create", "--topic-prefix", "mild.", "--partitions", "1"))
                .isZero();
        assertThat(run("models", "publish", mild.toString(), "--topic-prefix", "mild."))
                .isZero();
        assertThat(run("replay", "--files", telemetry.toString(), "--topic-prefix", "mild.", "--to-prefix", "trial."))
                .isZero();
        clear();

        int status = run("diff", "--left", FROM_FILE, "--right", "trial.");

        assertThat(status).isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("only left +\\S+ +RUN-001 +thermal_drift")
                .containsPattern("differs +\\S+ +RUN-001 +human_review")
                .contains("process_model: \"adaptive_cnc_milling@1\" | \"adaptive_cnc_milling@2\"");
    }

    @Test
    void aLogWithoutKeysGivesTheSameOnceItIsRekeyed() throws Exception {
        assertThat(run("topics", "create", "--topic-prefix", "unkeyed.", "--partitions", "3"))
                .isZero();
        copyWithoutKeys("telemetry");
        copyWithoutKeys("process-models");
        clear();

        int rekeyed = run("rekey", "--topic-prefix", "unkeyed.", "--to-prefix", "keyed.");
        String summary = out.toString();
        assertThat(run("replay", "--topic-prefix", "keyed.", "--to-prefix", "rekeyed."))
                .isZero();
        clear();
        int compared = run("diff", "--left", FROM_FILE, "--right", "rekeyed.", "--until", "2026-07-06T06:04:00Z");

        assertThat(rekeyed).isZero();
        assertThat(summary)
                .contains("219 records of 2 machines were written to the topics with the prefix keyed.")
                .contains("218 of them had another key than their machine's id; of 1 no machine could be told");
        assertThat(out.toString()).contains("0 repeats dropped", "The runs are the same.");
        assertThat(compared).isZero();
    }

    /** Spreads the records of a topic over the partitions of another, as a producer does that gives no key. */
    private static void copyWithoutKeys(String topic) throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(FROM_FILE + topic).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            int turn = 0;
            for (TopicPartition partition : partitions) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                long end = consumer.endOffsets(List.of(partition)).get(partition);
                while (consumer.position(partition) < end) {
                    for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                        int to = topic.equals("telemetry") ? turn++ % 3 : partition.partition();
                        byte[] key = topic.equals("telemetry") ? null : each.key();
                        producer.send(new ProducerRecord<>(
                                        "unkeyed." + topic, to, null, key, each.value(), each.headers()))
                                .get();
                    }
                }
            }
        }
    }

    @Test
    void aRecommendationIsExplainedSampleBySample() throws Exception {
        String id = firstOf("chatter_risk@adaptive_cnc_milling@1");

        int status = run("why", id, "--topic-prefix", FROM_FILE);

        assertThat(status).isZero();
        assertThat(out.toString())
                .contains(id + ": human_review for RUN-", "(simulated data)", "before: proceed, since ")
                .contains("chatter_risk on vibration_rms since ", "\"hits\":2", "2 of 2 needed", "SUSTAINED")
                .contains("gate: data are trusted, a change of a process parameter is NOT allowed")
                .contains("because an open check of chatter_risk")
                .contains("They give the same recommendation.");
    }

    @Test
    void aSilenceIsExplainedForPrograms() throws Exception {
        String id = firstOf("silence_after@adaptive_cnc_milling@1");

        int status = run("why", id, "--topic-prefix", FROM_FILE, "--json");

        JsonNode explanation = new ObjectMapper().readTree(out.toString());
        assertThat(status).isZero();
        assertThat(explanation.path("confirmed").asBoolean()).isTrue();
        assertThat(explanation.path("gate").path("data_trusted").asBoolean()).isFalse();
        assertThat(explanation.path("gate").path("reasons").path(0).asText())
                .isEqualTo("no data though the machine was cutting when it was last heard");
        assertThat(explanation
                        .path("findings")
                        .path(0)
                        .path("steps")
                        .path(0)
                        .path("outcome")
                        .asText())
                .isEqualTo("silent");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                replay --to-prefix feedhold. | 2 | --to-prefix must differ from --topic-prefix, which is 'feedhold.' too
                replay | 2 | Missing required option: '--to-prefix=PREFIX'
                replay --to-prefix a. --from yesterday | 2 | 'yesterday' is no time; write it like 2026-07-06T15:00:00Z
                replay --to-prefix a. --from 2026-07-06T15:00:00Z --until 2026-07-06T14:00:00Z | 2 | --until must be later than --from
                replay --to-prefix a. --parallelism 0 | 2 | --parallelism must be 1 or more: 0
                replay --to-prefix a. | 1 | Topic feedhold.telemetry holds no record that arrived from the oldest record until
                replay --to-prefix a. --topic-prefix nowhere. | 1 | Topic nowhere.telemetry does not exist on this Kafka
                replay --to-prefix file. | 1 | Topic file.recommendations holds records already; choose another --to-prefix, or say --append
                replay --to-prefix a. --topic-prefix file. --machines NOBODY | 1 | holds no record of NOBODY that arrived
                replay --to-prefix b. --files no-such.jsonl | 1 | There is no file no-such.jsonl; check its name
                rekey | 2 | Missing required option: '--to-prefix=PREFIX'
                rekey --to-prefix feedhold. | 1 | choose another --to-prefix.
                rekey --to-prefix file. | 1 | Topic file.recommendations holds records already; choose another --to-prefix
                rekey --to-prefix a. --topic-prefix nowhere. | 1 | Topic nowhere.telemetry does not exist on this Kafka
                diff | 2 | Missing required option: '--right=PREFIX|FILE'
                diff --right nowhere. | 2 | Topic nowhere.recommendations does not exist
                diff --right no/such/file | 2 | 'no/such/file' is neither a file nor the prefix of topics
                why NOSUCHID --topic-prefix file. | 1 | Topic file.recommendations holds no recommendation NOSUCHID; see the ids with
                """)
    void whatCannotBeDoneIsToldInOneLineWithWhatToDo(String call, int status, String told) {
        assertThat(run(call.split(" "))).isEqualTo(status);

        assertThat(err.toString()).startsWith("feedhold: ").contains(told).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    private String firstOf(String rule) throws IOException {
        return recommendations(FROM_FILE).stream()
                .filter(each ->
                        each.path("findings").path(0).path("rule").asText().equals(rule))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
    }

    private List<JsonNode> recommendations(String prefix) throws IOException {
        List<JsonNode> values = new ArrayList<>();
        for (String line : watched("recommendations", prefix).lines().toList()) {
            values.add(new ObjectMapper().readTree(line));
        }
        clear();
        return values;
    }

    /** All that lies in a topic; a diff with itself tells how many there are. */
    private String watched(String topic, String prefix) throws IOException {
        clear();
        run("diff", "--left", prefix, "--right", prefix, "--json");
        JsonNode counts = new ObjectMapper().readTree(out.toString()).path("left");
        clear();
        int records = topic.equals("recommendations")
                ? counts.path("recommendations").asInt()
                // One more: the process model that was applied.
                : counts.path("episodes").asInt() + 1;
        run("watch", topic, "--topic-prefix", prefix, "--json", "--from-beginning", "--max", Integer.toString(records));
        String lines = out.toString();
        clear();
        return lines;
    }

    private int run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
        return Feedhold.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
