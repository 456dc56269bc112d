package org.feedhold.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.feedhold.cli.Feedhold;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The demo, whole, with its two ends: found faults, and ports that are taken. */
class DemoIT {

    @TempDir(cleanup = CleanupMode.NEVER) // The log in it stays open for as long as this JVM lives.
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String temporaryFiles;

    @BeforeEach
    void remember() {
        temporaryFiles = System.getProperty("java.io.tmpdir");
    }

    @AfterEach
    void restore() {
        System.setProperty("java.io.tmpdir", temporaryFiles);
    }

    @Test
    void findsWhatItBreaksAndEndsWithASummary() throws Exception {
        int status = run("--json", "--duration", "40s", "--faults", "chatter,feed_mismatch", "--machines", "3");

        assertThat(status).as(err.toString()).isZero();
        List<String> lines = out.toString().lines().toList();
        JsonNode summary = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        assertThat(summary.path("type").asText()).isEqualTo("summary");
        assertThat(summary.path("kinds_found")).extracting(JsonNode::asText).contains("chatter", "feed_mismatch");
        assertThat(summary.path("dead_letters").asInt()).isZero();
        assertThat(lines.subList(0, lines.size() - 1))
                .hasSize(summary.path("recommendations").asInt())
                .allMatch(line -> line.contains("\"simulated\":true"));
    }

    @Test
    void namesTheOptionForAPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            for (String option : List.of("--web-port", "--prometheus-port")) {
                err.getBuffer().setLength(0);

                int status = run("--duration", "1s", option, port);

                assertThat(status).isEqualTo(1);
                assertThat(err.toString()).contains("Port " + port).contains("with " + option);
            }
        }
    }

    private int run(String... options) {
        String[] command = new String[options.length + 7];
        System.arraycopy(
                new String[] {"demo", "--kafka-port", "0", "--web-port", "0", "--folder", folder.toString()},
                0,
                command,
                0,
                7);
        System.arraycopy(options, 0, command, 7, options.length);
        return Feedhold.commandLine()
                .setOverwrittenOptionsAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(command);
    }
}
