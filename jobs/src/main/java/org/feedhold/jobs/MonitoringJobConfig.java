package org.feedhold.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.feedhold.connectors.StartingOffsets;
import org.feedhold.kafka.ClientFile;
import org.feedhold.kafka.Secrets;
import org.feedhold.kafka.Topics;

/**
 * Options of the monitoring job.
 *
 * @param kafka settings of every Kafka client, {@code bootstrap.servers} at least
 * @param topics names of the topics
 * @param groupId consumer group
 * @param start where a new job begins to read telemetry
 * @param healthInterval time between two health records of a machine, in event time; zero: one for each sample
 * @param maxClockLead how far a timestamp may be ahead of its arrival
 * @param maxOutOfOrderness how much older than its machine's newest one a record may be, and how long one that is not in order
 *     waits for what may come before it
 * @param forgetAfter how long a machine may not be heard, in arrival time, before it is forgotten
 * @param exactlyOnce whether recommendations, anomalies and dead letters are written in transactions; their latency is then
 *     the checkpoint interval
 */
public record MonitoringJobConfig(
        Map<String, String> kafka,
        Topics topics,
        String groupId,
        StartingOffsets start,
        Duration healthInterval,
        Duration maxClockLead,
        Duration maxOutOfOrderness,
        Duration forgetAfter,
        boolean exactlyOnce) {

    /** How much older than its machine's newest one a record may be where nothing else is asked for. */
    public static final Duration DEFAULT_MAX_OUT_OF_ORDERNESS = Duration.ofSeconds(5);

    /** How long a machine may not be heard before it is forgotten where nothing else is asked for. */
    public static final Duration DEFAULT_FORGET_AFTER = Duration.ofDays(7);

    private static final String AT_LEAST_ONCE = "at-least-once";
    private static final String EXACTLY_ONCE = "exactly-once";
    private static final String KAFKA_PROPERTY = "kafka-property";
    private static final String KAFKA_CONFIG = "kafka-config";
    private static final Set<String> KEYS = Set.of(
            "bootstrap-servers",
            KAFKA_CONFIG,
            KAFKA_PROPERTY,
            "topic-prefix",
            "group-id",
            "start-from",
            "health-interval",
            "max-clock-lead",
            "max-out-of-orderness",
            "forget-after",
            "delivery");

    /** Checks that the brokers are named. */
    public MonitoringJobConfig {
        kafka = Map.copyOf(kafka);
        if (!kafka.containsKey("bootstrap.servers")) {
            throw new IllegalArgumentException("no Kafka broker is named: give --bootstrap-servers host:port");
        }
        if (healthInterval.isNegative()) {
            throw new IllegalArgumentException("--health-interval must not be negative: " + healthInterval);
        }
        if (maxClockLead.isNegative()) {
            throw new IllegalArgumentException("--max-clock-lead must not be negative: " + maxClockLead);
        }
        if (maxOutOfOrderness.isNegative()) {
            throw new IllegalArgumentException("--max-out-of-orderness must not be negative: " + maxOutOfOrderness);
        }
        if (forgetAfter.isNegative() || forgetAfter.isZero()) {
            throw new IllegalArgumentException("--forget-after must be longer than nothing: " + forgetAfter);
        }
    }

    /** Every default with these brokers and topics. */
    public static MonitoringJobConfig of(String bootstrapServers, Topics topics) {
        return new MonitoringJobConfig(
                Map.of("bootstrap.servers", bootstrapServers),
                topics,
                "feedhold",
                StartingOffsets.committedElseEarliest(),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                DEFAULT_MAX_OUT_OF_ORDERNESS,
                DEFAULT_FORGET_AFTER,
                false);
    }

    /** The same options with other Kafka client settings. */
    public MonitoringJobConfig withKafka(Map<String, String> other) {
        return with(other, topics, healthInterval);
    }

    /** The same options on other topics. */
    public MonitoringJobConfig withTopics(Topics other) {
        return with(kafka, other, healthInterval);
    }

    /** The same options with another time between two health records; zero: one for each sample. */
    public MonitoringJobConfig withHealthInterval(Duration other) {
        return with(kafka, topics, other);
    }

    private MonitoringJobConfig with(Map<String, String> otherKafka, Topics otherTopics, Duration otherHealthInterval) {
        return new MonitoringJobConfig(
                otherKafka,
                otherTopics,
                groupId,
                start,
                otherHealthInterval,
                maxClockLead,
                maxOutOfOrderness,
                forgetAfter,
                exactlyOnce);
    }

    /** What the job's results depend on, as {@link #parse} takes it, without the dashes; nothing about how Kafka is reached. */
    public Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        options.put("topic-prefix", topics.prefix());
        options.put("group-id", groupId);
        options.put("health-interval", milliseconds(healthInterval));
        options.put("max-clock-lead", milliseconds(maxClockLead));
        options.put("max-out-of-orderness", milliseconds(maxOutOfOrderness));
        options.put("forget-after", milliseconds(forgetAfter));
        options.put("delivery", exactlyOnce ? EXACTLY_ONCE : AT_LEAST_ONCE);
        return options;
    }

    private static String milliseconds(Duration duration) {
        return duration.toMillis() + "ms";
    }

    /** Passwords and keys among the settings of Kafka's clients are masked. */
    @Override
    public String toString() {
        return "MonitoringJobConfig[kafka=" + Secrets.masked(kafka) + ", " + options() + ']';
    }

    /**
     * Reads {@code --key value} pairs. {@code --kafka-config FILE} names a file of settings for every Kafka client;
     * {@code --kafka-property NAME=VALUE}, one such setting, may be repeated and wins.
     *
     * @throws IllegalArgumentException for an unknown key, a missing or a wrong value; the message says what to do
     */
    public static MonitoringJobConfig parse(String... args) {
        Map<String, String> given = new HashMap<>();
        Map<String, String> kafka = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            String key = args[i].startsWith("--") ? args[i].substring(2) : "";
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(
                        "unknown option " + args[i] + ": use one of --" + String.join(", --", new TreeSet<>(KEYS)));
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException("option " + args[i] + " needs a value");
            }
            if (key.equals(KAFKA_PROPERTY)) {
                putProperty(kafka, args[i + 1]);
            } else {
                given.put(key, args[i + 1]);
            }
        }
        Map<String, String> client = new HashMap<>();
        if (given.containsKey(KAFKA_CONFIG)) {
            client.putAll(ClientFile.read(Path.of(given.get(KAFKA_CONFIG))));
        }
        client.putAll(kafka);
        if (given.containsKey("bootstrap-servers")) {
            client.put("bootstrap.servers", given.get("bootstrap-servers"));
        }
        return new MonitoringJobConfig(
                client,
                new Topics(given.getOrDefault("topic-prefix", Topics.DEFAULT_PREFIX)),
                given.getOrDefault("group-id", "feedhold"),
                start(given.getOrDefault("start-from", "committed")),
                duration("health-interval", given.getOrDefault("health-interval", "10s")),
                duration("max-clock-lead", given.getOrDefault("max-clock-lead", "5m")),
                duration("max-out-of-orderness", given.getOrDefault("max-out-of-orderness", "5s")),
                duration("forget-after", given.getOrDefault("forget-after", "7d")),
                exactlyOnce(given.getOrDefault("delivery", AT_LEAST_ONCE)));
    }

    private static void putProperty(Map<String, String> kafka, String property) {
        int equals = property.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(
                    "a --kafka-property is no NAME=VALUE: write it like security.protocol=SSL");
        }
        kafka.put(property.substring(0, equals), property.substring(equals + 1));
    }

    private static StartingOffsets start(String value) {
        return switch (value) {
            case "committed" -> StartingOffsets.committedElseEarliest();
            case "earliest" -> StartingOffsets.earliest();
            case "latest" -> StartingOffsets.latest();
            default -> StartingOffsets.timestamp(startTime(value));
        };
    }

    private static long startTime(String value) {
        try {
            return value.matches("\\d{1,18}")
                    ? Long.parseLong(value)
                    : OffsetDateTime.parse(value).toInstant().toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "--start-from is " + value
                            + ": use committed, earliest, latest, a time such as 2026-07-06T15:00:00Z, or epoch milliseconds",
                    e);
        }
    }

    private static boolean exactlyOnce(String value) {
        return switch (value) {
            case AT_LEAST_ONCE -> false;
            case EXACTLY_ONCE -> true;
            default ->
                throw new IllegalArgumentException("--delivery is " + value + ": use at-least-once or exactly-once");
        };
    }

    private static Duration duration(String key, String value) {
        try {
            return org.apache.flink.util.TimeUtils.parseDuration(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--" + key + " is " + value + ": use a duration such as 500ms or 10s", e);
        }
    }
}
