package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.feedhold.connectors.StartingOffsets;
import org.feedhold.kafka.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pins every option and every default: both are what people have written into their scripts. */
class MonitoringJobConfigTest {

    private static final String[] BROKERS = {"--bootstrap-servers", "broker:9092"};

    @Test
    void everyDefault() {
        MonitoringJobConfig config = MonitoringJobConfig.parse(BROKERS);

        assertThat(config.kafka()).isEqualTo(Map.of("bootstrap.servers", "broker:9092"));
        assertThat(config.topics().prefix()).isEqualTo("feedhold.");
        assertThat(config.groupId()).isEqualTo("feedhold");
        assertThat(config.start()).usingRecursiveComparison().isEqualTo(StartingOffsets.committedElseEarliest());
        assertThat(config.healthInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.maxClockLead()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.maxOutOfOrderness()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.forgetAfter()).isEqualTo(Duration.ofDays(7));
        assertThat(config.exactlyOnce()).isFalse();
    }

    @Test
    void settingsOfKafkasClientsMayBeRepeated() {
        MonitoringJobConfig config = MonitoringJobConfig.parse(
                "--bootstrap-servers", "broker:9092",
                "--kafka-property", "security.protocol=SSL",
                "--kafka-property", "sasl.jaas.config=a=b");

        assertThat(config.kafka())
                .isEqualTo(Map.of(
                        "bootstrap.servers", "broker:9092",
                        "security.protocol", "SSL",
                        "sasl.jaas.config", "a=b"));
        assertThatThrownBy(() -> MonitoringJobConfig.parse("--kafka-property", "security.protocol"))
                .hasMessage("a --kafka-property is no NAME=VALUE: write it like security.protocol=SSL");
    }

    @Test
    void theDefaultsAreTheSameWithoutACommandLine() {
        assertThat(MonitoringJobConfig.of("broker:9092", Topics.withDefaultPrefix()))
                .usingRecursiveComparison()
                .isEqualTo(MonitoringJobConfig.parse(BROKERS));
    }

    @Test
    void everyKey() {
        MonitoringJobConfig config = MonitoringJobConfig.parse(
                "--bootstrap-servers", "a:1,b:2",
                "--topic-prefix", "plant7.",
                "--group-id", "second",
                "--start-from", "latest",
                "--health-interval", "500ms",
                "--max-clock-lead", "2 min",
                "--max-out-of-orderness", "1500ms",
                "--forget-after", "2 d",
                "--delivery", "exactly-once");

        assertThat(config.kafka()).containsEntry("bootstrap.servers", "a:1,b:2");
        assertThat(config.topics().prefix()).isEqualTo("plant7.");
        assertThat(config.groupId()).isEqualTo("second");
        assertThat(config.start()).usingRecursiveComparison().isEqualTo(StartingOffsets.latest());
        assertThat(config.healthInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.maxClockLead()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.maxOutOfOrderness()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(config.forgetAfter()).isEqualTo(Duration.ofDays(2));
        assertThat(config.exactlyOnce()).isTrue();
    }

    @Test
    void anUnknownKeyIsRefusedWithAllThatThereAre() {
        assertThatThrownBy(() -> MonitoringJobConfig.parse("--bootstrap-servers", "a:1", "--healthInterval", "1s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "unknown option --healthInterval: use one of --bootstrap-servers, --delivery, --forget-after, "
                                + "--group-id, --health-interval, --kafka-config, --kafka-property, --max-clock-lead, --max-out-of-orderness, "
                                + "--start-from, --topic-prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bootstrap-servers", "-bootstrap-servers", "broker:9092", ""})
    void whatIsNoOptionIsRefused(String word) {
        assertThatThrownBy(() -> MonitoringJobConfig.parse(word, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown option " + word + ": use one of --");
    }

    @Test
    void withoutBrokersItSaysHowToNameThem() {
        assertThatThrownBy(MonitoringJobConfig::parse)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no Kafka broker is named: give --bootstrap-servers host:port");
    }

    @Test
    void anOptionNeedsAValue() {
        assertThatThrownBy(() -> MonitoringJobConfig.parse("--bootstrap-servers"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option --bootstrap-servers needs a value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--health-interval | soon | --health-interval is soon: use a duration such as 500ms or 10s",
                "--max-clock-lead | -1s | --max-clock-lead is -1s: use a duration such as 500ms or 10s",
                "--max-out-of-orderness | -1s | --max-out-of-orderness is -1s: use a duration such as 500ms or 10s",
                "--forget-after | never | --forget-after is never: use a duration such as 500ms or 10s",
                "--forget-after | 0s | --forget-after must be longer than nothing: PT0S",
                "--delivery | twice | --delivery is twice: use at-least-once or exactly-once",
                "--start-from | now | --start-from is now: use committed, earliest, latest, a time such as "
                        + "2026-07-06T15:00:00Z, or epoch milliseconds"
            })
    void aWrongValueIsRefusedWithWhatToUse(String option, String value, String message) {
        assertThatThrownBy(() -> MonitoringJobConfig.parse("--bootstrap-servers", "a:1", option, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "committed",
                "earliest",
                "latest",
                "2026-07-06T15:00:00Z",
                "2026-07-06T17:00:00+02:00",
                "1783350000000"
            })
    void everyStartThatIsOfferedIsTaken(String start) {
        assertThat(MonitoringJobConfig.parse("--bootstrap-servers", "a:1", "--start-from", start)
                        .start())
                .isNotNull();
    }

    /** Whoever goes on from a savepoint takes them from the running job; only where to start is of no account then. */
    @Test
    void itsOptionsSayEverythingButHowKafkaIsReachedAndWhereToStart() {
        MonitoringJobConfig config = MonitoringJobConfig.parse(
                "--bootstrap-servers", "a:1",
                "--topic-prefix", "plant7.",
                "--group-id", "second",
                "--health-interval", "500ms",
                "--max-clock-lead", "2 min",
                "--max-out-of-orderness", "1500ms",
                "--forget-after", "2 d",
                "--delivery", "exactly-once");
        List<String> arguments = new ArrayList<>(List.of(BROKERS));
        config.options().forEach((name, value) -> arguments.addAll(List.of("--" + name, value)));

        MonitoringJobConfig again = MonitoringJobConfig.parse(arguments.toArray(String[]::new));

        assertThat(again.withKafka(config.kafka())).usingRecursiveComparison().isEqualTo(config);
        assertThat(config.options()).hasSize(MonitoringJobConfig.class.getRecordComponents().length - 2);
    }

    @Test
    void aTimeAndItsEpochMillisecondsAreTheSameStart() {
        assertThat(MonitoringJobConfig.parse("--bootstrap-servers", "a:1", "--start-from", "1783350000000")
                        .start())
                .usingRecursiveComparison()
                .isEqualTo(MonitoringJobConfig.parse(
                                "--bootstrap-servers", "a:1", "--start-from", "2026-07-06T17:00:00+02:00")
                        .start());
    }

    @Test
    void aFileOfSettingsGivesWayToSingleOnesAndToTheBrokersThatAreNamed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("client.properties"), """
                bootstrap.servers=file:1
                security.protocol=SSL
                sasl.mechanism=PLAIN
                """);

        MonitoringJobConfig fromFile = MonitoringJobConfig.parse("--kafka-config", file.toString());
        MonitoringJobConfig given = MonitoringJobConfig.parse(
                "--kafka-property", "sasl.mechanism=SCRAM-SHA-256",
                "--kafka-config", file.toString(),
                "--bootstrap-servers", "a:1");

        assertThat(fromFile.kafka())
                .isEqualTo(
                        Map.of("bootstrap.servers", "file:1", "security.protocol", "SSL", "sasl.mechanism", "PLAIN"));
        assertThat(given.kafka())
                .isEqualTo(Map.of(
                        "bootstrap.servers", "a:1", "security.protocol", "SSL", "sasl.mechanism", "SCRAM-SHA-256"));
    }

    @Test
    void showsNoPasswordAndNothingOfHowKafkaIsReachedAmongTheOptions() {
        MonitoringJobConfig config = MonitoringJobConfig.parse(
                "--bootstrap-servers", "a:1",
                "--kafka-property", "ssl.key.password=hush",
                "--health-interval", "2s");

        assertThat(config.toString())
                .contains("ssl.key.password=***", "bootstrap.servers=a:1")
                .doesNotContain("hush");
        assertThat(config.options())
                .isEqualTo(Map.of(
                        "topic-prefix", "feedhold.",
                        "group-id", "feedhold",
                        "health-interval", "2000ms",
                        "max-clock-lead", "300000ms",
                        "max-out-of-orderness", "5000ms",
                        "forget-after", "604800000ms",
                        "delivery", "at-least-once"));
    }

    @Test
    void anIllegalPrefixIsRefused() {
        assertThatThrownBy(() -> MonitoringJobConfig.parse("--bootstrap-servers", "a:1", "--topic-prefix", "a b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a legal beginning of a Kafka topic name");
    }
}
