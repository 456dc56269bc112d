package org.feedhold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FeedholdTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wach | did you mean watch?",
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

    private int run(String... args) {
        return Feedhold.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
