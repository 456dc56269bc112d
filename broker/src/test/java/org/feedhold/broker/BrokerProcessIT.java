package org.feedhold.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrokerProcessIT {

    @TempDir
    private Path folder;

    @Test
    void servesClientsAsAProcessOfItsOwnAndEndsWhenToldTo() throws Exception {
        Path file = write(Map.of("data.folder", folder.resolve("data").toString(), "kafka.port", "0"));
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String ready = lines.readLine();
            assertThat(ready).startsWith("Kafka listens on ");
            String bootstrapServers = ready.substring("Kafka listens on ".length());
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
                assertThat(admin.describeCluster().nodes().get()).hasSize(1);
            }

            process.destroy();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void takesEveryOtherKeyAsAKafkaSetting() throws Exception {
        Path file = write(Map.of("data.folder", "data", "kafka.port", "19092", "num.partitions", "7"));

        BrokerSettings settings = BrokerProcess.settings(file.toString());

        assertThat(settings.port()).isEqualTo(19_092);
        assertThat(settings.overrides()).isEqualTo(Map.of("num.partitions", "7"));
    }

    @Test
    void saysWhatIsMissingOrWrongInItsFile() throws Exception {
        Path withoutFolder = write(Map.of());
        assertThatThrownBy(() -> BrokerProcess.settings(withoutFolder.toString()))
                .hasMessageContaining("data.folder is missing");

        Path wrongPort = write(Map.of("data.folder", "data", "kafka.port", "many"));
        assertThatThrownBy(() -> BrokerProcess.settings(wrongPort.toString()))
                .hasMessageContaining("kafka.port must be a whole number: many");
    }

    private Path write(Map<String, String> content) throws Exception {
        Properties properties = new Properties();
        properties.putAll(content);
        Path file = folder.resolve("broker.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }
}
