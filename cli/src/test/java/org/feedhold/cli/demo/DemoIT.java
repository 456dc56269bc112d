package org.feedhold.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.cli.Feedhold;
import org.feedhold.cli.deploy.MonitoringFiles;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
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
    private volatile Set<String> missingMetrics = Set.of("every metric: nothing was scraped");
    private boolean deadLetterSent;
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
        int prometheusPort = freePort();
        ScheduledExecutorService prometheus = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> scraping =
                prometheus.scheduleWithFixedDelay(() -> scrape(prometheusPort), 1, 1, TimeUnit.SECONDS);

        int status = run(
                "--json",
                "--duration",
                "40s",
                "--faults",
                "chatter,feed_mismatch",
                "--machines",
                "3",
                "--prometheus-port",
                Integer.toString(prometheusPort));
        scraping.cancel(true);
        prometheus.shutdown();

        assertThat(status).as(err.toString()).isZero();
        assertThat(missingMetrics)
                .as("read by an alert or the dashboard, and not there")
                .isEmpty();
        List<String> lines = out.toString().lines().toList();
        JsonNode summary = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        assertThat(summary.path("type").asText()).isEqualTo("summary");
        assertThat(summary.path("kinds_found")).extracting(JsonNode::asText).contains("chatter", "feed_mismatch");
        assertThat(summary.path("dead_letters").asInt()).isEqualTo(1);
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

    /** What Prometheus does, until all is there that is looked for. */
    private void scrape(int port) {
        Matcher kafka = Pattern.compile("Kafka is at ([\\d.:]+\\d),").matcher(err.toString());
        if (missingMetrics.isEmpty() || !kafka.find()) {
            return;
        }
        try {
            if (!deadLetterSent) {
                // A reason has a counter from its first dead letter on.
                sendUnreadable(kafka.group(1));
                deadLetterSent = true;
            }
            HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .build();
            String scraped = HttpClient.newHttpClient()
                    .send(metrics, HttpResponse.BodyHandlers.ofString())
                    .body();
            missingMetrics = MonitoringFiles.missing(scraped);
        } catch (ConnectException e) {
            // The demo is not up yet, or over: what was seen last counts.
        } catch (Exception e) {
            missingMetrics = Set.of("can't be scraped: " + e);
        }
    }

    private static void sendUnreadable(String kafka) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.withDefaultPrefix().name(Topic.TELEMETRY), new byte[] {'{'}))
                    .get();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
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
