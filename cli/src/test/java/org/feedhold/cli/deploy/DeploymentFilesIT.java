package org.feedhold.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Reader;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.AppInfoParser;
import org.feedhold.broker.BrokerSettings;
import org.feedhold.broker.EmbeddedBroker;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.TopicSetup;
import org.feedhold.kafka.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files for Docker Compose and Kubernetes, as far as they can be tried without either. */
class DeploymentFilesIT {

    private static final Path ROOT = Path.of("..");

    /** What is said of a place, and not of the broker. */
    private static final Set<String> OF_THE_CONTAINER = Set.of(
            "process.roles",
            "node.id",
            "controller.quorum.voters",
            "controller.listener.names",
            "listeners",
            "advertised.listeners",
            "listener.security.protocol.map",
            "inter.broker.listener.name",
            "log.dirs");

    private static final List<Class<?>> OPTIONS = List.of(
            CheckpointingOptions.class,
            HighAvailabilityOptions.class,
            JobManagerOptions.class,
            MetricOptions.class,
            RestOptions.class,
            RestartStrategyOptions.class,
            StateBackendOptions.class,
            TaskManagerOptions.class,
            WebOptions.class);

    @Test
    void theImagesAreOfTheVersionsThatTheJobIsBuiltWith() throws Exception {
        Set<String> images = new TreeSet<>();
        JsonNode compose = yaml("docker-compose.yml");
        images.add(compose.at("/x-flink/image").asText());
        compose.path("services")
                .forEach(service -> images.add(service.path("image").asText()));
        images.remove("");
        String flink = "flink:" + EnvironmentInformation.getVersion() + "-java17";

        assertThat(images).containsExactly("apache/kafka:" + AppInfoParser.getVersion(), flink);
        assertThat(Files.readString(ROOT.resolve("deploy/kubernetes/Dockerfile")))
                .contains("FROM " + flink + "\n");
        String[] version = EnvironmentInformation.getVersion().split("\\.");
        assertThat(yaml("deploy/kubernetes/feedhold.yaml")
                        .at("/spec/flinkVersion")
                        .asText())
                .isEqualTo("v" + version[0] + "_" + version[1]);
    }

    @Test
    void everyKeyForFlinkIsOneThatFlinkKnows() throws Exception {
        Configuration compose = GlobalConfiguration.loadConfiguration(
                ROOT.resolve("deploy/flink").toString());
        Set<String> keys = new TreeSet<>(compose.keySet());
        yaml("deploy/kubernetes/feedhold.yaml")
                .at("/spec/flinkConfiguration")
                .fieldNames()
                .forEachRemaining(keys::add);
        Set<String> known = new TreeSet<>();
        for (Class<?> options : OPTIONS) {
            for (Field field : options.getFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof ConfigOption<?> option) {
                    known.add(option.key());
                }
            }
        }
        // The part of a reporter's key that is its name is free.
        keys.removeIf(key -> key.startsWith("metrics.reporter.prom."));

        assertThat(keys).hasSizeGreaterThan(15);
        assertThat(known).containsAll(keys);
    }

    @Test
    void aBrokerTakesTheConfigurationAndHoldsEveryTopic(@TempDir Path folder) throws Exception {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(ROOT.resolve("deploy/kafka/server.properties"))) {
            file.load(reader);
        }
        Map<String, String> settings = new HashMap<>();
        file.stringPropertyNames().stream()
                .filter(key -> !OF_THE_CONTAINER.contains(key))
                .forEach(key -> settings.put(key, file.getProperty(key)));
        assertThat(settings.keySet()).hasSizeGreaterThan(8);
        try (EmbeddedBroker broker =
                        EmbeddedBroker.start(new BrokerSettings(folder, BrokerSettings.ANY_PORT, settings));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Topics topics = Topics.withDefaultPrefix();
            new TopicSetup(admin, topics, new TopicSetup.Settings(2, (short) -1, Duration.ofMinutes(1)))
                    .createMissing();

            assertThat(admin.listTopics().names().get())
                    .containsAll(Stream.of(Topic.values()).map(topics::name).toList());
        }
    }

    @Test
    void everyAlertLeadsToItsPlaceInTheRunbook() throws Exception {
        List<String> anchors = Files.readAllLines(ROOT.resolve("docs/how-to/runbook.md")).stream()
                .filter(line -> line.startsWith("#"))
                .map(line ->
                        line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();

        assertThat(MonitoringFiles.alerts()).hasSizeGreaterThanOrEqualTo(5).allSatisfy(alert -> {
            JsonNode annotations = alert.path("annotations");
            assertThat(annotations.path("summary").asText()).isNotBlank();
            assertThat(annotations.path("description").asText()).isNotBlank();
            String[] place = annotations.path("runbook_url").asText().split("#");
            assertThat(place).hasSize(2).startsWith("docs/how-to/runbook.md");
            assertThat(anchors).contains(place[1]);
        });
    }

    private static JsonNode yaml(String file) throws Exception {
        Object read = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(ROOT.resolve(file)));
        return new ObjectMapper().valueToTree(read);
    }
}
