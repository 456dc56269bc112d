package org.feedhold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarksTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--systems feedhold,abacus | there is no system abacus; choose among",
                "--samples 1000 --machines 300 | samples must be a multiple of the machines",
                "--faulty-share 2 | the share of faulty machines must be 0 to 1: 2.0",
                "--sample 5 | Unknown option",
                "growth --most-machines 10 | growth needs --samples of at least 1000000",
                "growth --series heat | there is no series heat; choose among [events, machines, faults]",
                "latency --capacity 0 | --capacity must be above 0",
                "latency --seconds 0 | --seconds must be at least 1",
                "latency --faulty-share 2 | the share of faulty machines must be 0 to 1: 2.0",
            })
    void aWrongOptionIsToldInOneLineBeforeAnythingIsStarted(String arguments, String told) {
        StringWriter err = new StringWriter();

        int status = Benchmarks.commandLine().setErr(new PrintWriter(err, true)).execute(arguments.split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("feedhold: ")
                .contains(told);
    }
}
