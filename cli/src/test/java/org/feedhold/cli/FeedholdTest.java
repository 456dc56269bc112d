package org.feedhold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FeedholdTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wach | did you mean watch",
                "watch health --machin x | did you mean --machine",
                "watch helth | 'helth' is none of telemetry, process-models",
                "watch health --max many | Invalid value for option '--max': 'many' is not a long",
                "watch health --max 0 | --max must be 1 or more, but is 0",
                "watch | Missing required parameter: 'TOPIC'",
                "watch health --topic-prefix a/b | the topic prefix 'a/b' is not a legal beginning",
            })
    void tellsAWrongCallInOneLineAndEndsWithTwo(String call, String told) {
        int status = run(call.split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains(told).startsWith("feedhold: ").endsWith(" --help)\n");
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void saysWhatCanBeDoneWhenCalledWithoutACommand() {
        int status = run();

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("watch").contains("topics");
    }

    @Test
    void tellsAFailureInOneLineAndEndsWithOne() {
        int status = run("watch", "health", "--bootstrap-servers", "no-such-host.invalid:9092");

        assertThat(status).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("feedhold: ").contains("bootstrap");
    }

    @Test
    void showsWhereItFailedOnRequestOnly() {
        run("watch", "health", "--bootstrap-servers", "no-such-host.invalid:9092", "--verbose");

        assertThat(err.toString()).contains("\tat org.");
    }

    @Test
    void knowsTheVersionOfItsBuild() {
        int status = run("--version");

        assertThat(status).isZero();
        assertThat(out.toString()).matches("feedhold \\d+\\.\\d+\\.\\d+.*\n");
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file = config("topic-prefix=file.", "partitions=3", "group-id=from-file");
        Map<String, String> environment = Map.of(
                "FEEDHOLD_CONFIG", file.toString(), "FEEDHOLD_TOPIC_PREFIX", "environment.", "FEEDHOLD_GROUP_ID", "x");

        runIn(environment, "topics", "--print");
        runIn(environment, "topics", "--print", "--format", "acls", "--group-id", "typed");

        assertThat(out.toString())
                .contains("--topic environment.telemetry --partitions 3", "--group typed-control")
                .doesNotContain("file.", "--group x", "from-file");
    }

    @Test
    void theFileOnTheCommandLineWinsOverThatOfTheEnvironment() throws IOException {
        Path file = config("topic-prefix=typed.");

        int status = runIn(Map.of("FEEDHOLD_CONFIG", "/absent"), "topics", "--print", "--config", file.toString());

        assertThat(status).isZero();
        assertThat(out.toString()).contains("--topic typed.telemetry");
    }

    @Test
    void aRequiredOptionMayComeFromTheEnvironment() {
        int status = runIn(
                Map.of("FEEDHOLD_RIGHT", "a/b", "FEEDHOLD_BOOTSTRAP_SERVERS", "no-such-host.invalid:9092"),
                "diff",
                "--left",
                "a/b");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("'a/b' is neither a file nor the prefix of topics");
    }

    @Test
    void refusesWhatIsNoOptionInTheFileOrTheEnvironment() throws IOException {
        Path file = config("topic-prefx=plant7.");

        int ofFile = run("topics", "--print", "--config", file.toString());
        int ofEnvironment = runIn(Map.of("FEEDHOLD_TOPICPREFIX", "plant7."), "topics", "--print");

        assertThat(List.of(ofFile, ofEnvironment)).containsOnly(2);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains(file + " sets 'topic-prefx', which is no option"),
                        line -> assertThat(line)
                                .contains("the environment sets FEEDHOLD_TOPICPREFIX, which is no option"));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void takesNoOffenceAtWhatKubernetesSetsForAService() {
        int status = runIn(
                Map.of(
                        "FEEDHOLD_SERVICE_HOST", "10.0.0.1",
                        "FEEDHOLD_SERVICE_PORT_HTTP", "80",
                        "FEEDHOLD_PORT", "tcp://10.0.0.1:80",
                        "FEEDHOLD_PORT_80_TCP_ADDR", "10.0.0.1",
                        "FEEDHOLD_JAVA_OPTIONS", "-Xmx1g"),
                "topics",
                "--print");

        assertThat(status).as(err.toString()).isZero();
    }

    @Test
    void tellsNoPasswordInAnError() throws IOException {
        Path kafka = config("ssl.truststore.location=/absent", "security.protocol=SSL", "ssl.truststore.password=hush");

        int wrongCall = run("topics", "--kafka-property", "ssl.key.password:hush");
        int wrongWord = run("topics", "ssl.key.password=hush");
        int failure = run(
                "topics", "--kafka-config", kafka.toString(), "--kafka-property", "ssl.key.password=hush", "--verbose");

        assertThat(List.of(wrongCall, wrongWord, failure)).containsExactly(2, 2, 1);
        assertThat(err.toString()).contains("/absent").doesNotContain("hush");
    }

    @Test
    void everyCommandAndOptionIsDescribed() {
        assertDescribed(Feedhold.commandLine());
    }

    private static void assertDescribed(CommandLine command) {
        assertThat(command.getCommandSpec().usageMessage().description())
                .as(command.getCommandSpec().qualifiedName())
                .isNotEmpty();
        assertThat(command.getCommandSpec().options())
                .allSatisfy(option -> assertThat(option.description())
                        .as(command.getCommandSpec().qualifiedName() + " " + option.longestName())
                        .isNotEmpty());
        command.getSubcommands().values().forEach(FeedholdTest::assertDescribed);
    }

    private Path config(String... lines) throws IOException {
        return Files.write(folder.resolve("config.properties"), List.of(lines));
    }

    private int run(String... args) {
        return runIn(Map.of(), args);
    }

    private int runIn(Map<String, String> environment, String... args) {
        return Feedhold.commandLine(environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
