package org.feedhold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.feedhold.broker.BrokerSettings;
import org.feedhold.broker.EmbeddedBroker;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that work on a Kafka that is there. */
class CommandsIT {

    @TempDir
    private static Path brokerFolder;

    private static EmbeddedBroker broker;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedBroker.start(BrokerSettings.in(brokerFolder));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopics() {
        assertThat(run("topics", "create", "--partitions", "1")).isZero();
        out.getBuffer().setLength(0);
    }

    @Test
    void listsEveryTopicAndWhetherItIsThere() {
        int status = run("topics");

        assertThat(status).isZero();
        assertThat(out.toString()).contains("feedhold.telemetry", "7 days").doesNotContain("MISSING");
    }

    @Test
    void saysHowToCreateAMissingTopic() {
        int status = run("watch", "health", "--topic-prefix", "elsewhere.");

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("feedhold: Topic elsewhere.health does not exist")
                .contains("feedhold topics create")
                .hasLineCount(1);
    }

    @Test
    void startsNoJobWhereATopicIsMissing() {
        int status = run("run", "--topic-prefix", "elsewhere.", "--folder", folder.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("feedhold: The job can't run: topic elsewhere.telemetry does not exist; create it with")
                .contains("(and 14 more)", "submit --check-only")
                .hasLineCount(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void publishesAModelOnceAndRefusesAnotherContentUnderItsVersion() throws Exception {
        String yaml = ShippedProcessModels.yaml("od_turning");
        Path file = Files.writeString(folder.resolve("lathe.yaml"), yaml);
        Path changed = Files.writeString(
                folder.resolve("changed.yaml"), yaml.replaceFirst("silence_after: \\d+s", "silence_after: 11s"));

        assertThat(run("models", "publish", file.toString())).isZero();
        assertThat(run("models", "publish", file.toString())).isZero();
        assertThat(run("models", "publish", changed.toString())).isEqualTo(1);

        assertThat(out.toString()).isEqualTo("od_turning@1 published\nod_turning@1 was published already\n");
        assertThat(err.toString()).contains("od_turning@1 is published already, with other content");
    }

    @Test
    void tellsEveryProblemOfAModelWithItsLine() throws Exception {
        Path file = Files.writeString(
                folder.resolve("broken.yaml"),
                ShippedProcessModels.yaml("od_turning")
                        .replace("process_model/v1", "process_model/v9")
                        .replaceFirst("hits: \\d+", "hits: 99"));

        int status = run("models", "check", file.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString().lines())
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.startsWith("broken.yaml:"));
    }

    @Test
    void publishesAReleaseThatCanBeWatched() throws Exception {
        Path record = Files.writeString(folder.resolve("part.json"), """
                {"part_id": "BRACKET-6305", "decision": "needs_engineering_review", "reason": "thin wall"}""");

        int status = run(
                "handoff",
                record.toString(),
                "--machine",
                "SEAS-CNC-01",
                "--operation",
                "adaptive_cnc_milling",
                "--approve",
                "--by",
                "R. Meyer",
                "--reason",
                "wall measured");

        assertThat(status).isZero();
        assertThat(out.toString())
                .contains("part BRACKET-6305, machine SEAS-CNC-01")
                .contains("approved by R. Meyer");
        JsonNode release = watched("releases", 1).get(0);
        assertThat(release.path("decision").asText()).isEqualTo("needs_engineering_review");
        assertThat(release.path("approved_by").asText()).isEqualTo("R. Meyer");
    }

    @Test
    void refusesAnApprovalWithoutAName() throws Exception {
        Path record = Files.writeString(folder.resolve("part.json"), """
                {"part_id": "P", "machine_id": "M", "decision": "needs_engineering_review"}""");

        int status = run("handoff", record.toString(), "--approve");

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).contains("--by NAME").hasLineCount(1);
    }

    @Test
    void sendsCommandsToTheSimulatorAndWatchesThoseOfOneMachine() throws Exception {
        int injected = run("inject", "sensor_dropout", "--variant", "stuck", "--machine", "M-1", "--for", "1.5s");
        int faster = run("sim", "speed", "10");
        int another = run("inject", "chatter", "--machine", "M-9");

        assertThat(List.of(injected, faster, another)).containsOnly(0);
        assertThat(watched("simulator-commands", 3))
                .extracting(JsonNode::toString)
                .startsWith(
                        "{\"command\":\"inject\",\"fault\":\"sensor_dropout\",\"machine_id\":\"M-1\",\"for_ms\":1500,"
                                + "\"strength\":1.0,\"variant\":\"stuck\"}",
                        "{\"command\":\"speed\",\"factor\":10.0}");
        out.getBuffer().setLength(0);
        run("watch", "simulator-commands", "--machine", "M-9", "--from-beginning", "--max", "1");
        assertThat(out.toString()).startsWith("M-9  {").hasLineCount(1);
    }

    @Test
    void simulatesForAsLongAsItIsTold() throws Exception {
        int status = run("simulate", "--machines", "3", "--interval", "100ms", "--duration", "1s");

        assertThat(status).isZero();
        assertThat(out.toString()).startsWith("3 simulated machines write to feedhold.telemetry");
        assertThat(watched("telemetry", 3))
                .allMatch(sample -> sample.path("simulated").asBoolean());
    }

    private List<JsonNode> watched(String topic, int records) throws Exception {
        out.getBuffer().setLength(0);
        assertThat(run("watch", topic, "--json", "--from-beginning", "--max", Integer.toString(records)))
                .isZero();
        List<JsonNode> values = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            values.add(new ObjectMapper().readTree(line));
        }
        return values;
    }

    private int run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        if (!command[0].equals("models") || !command[1].equals("check")) {
            arguments.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
        }
        return Feedhold.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
