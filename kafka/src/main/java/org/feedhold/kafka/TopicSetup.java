package org.feedhold.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics that are missing, and says where an existing one differs from what Feedhold promises. Existing topics
 * are never changed, so it can be run again at any time, also by several processes at once.
 */
public final class TopicSetup {

    private static final long POLL_MILLIS = 50;

    private final Admin admin;
    private final Topics topics;
    private final Settings settings;

    /**
     * How topics are created.
     *
     * @param partitions partitions of each partitioned topic, 1 to 10,000; those of the telemetry of a live
     *     installation must never change
     * @param replicationFactor copies of each partition, 1 or greater; -1 for the broker's default
     * @param timeout how long the broker may take for all of it
     */
    public record Settings(int partitions, short replicationFactor, Duration timeout) {

        /** Six partitions, the broker's own replication factor, 30 seconds. */
        public static final Settings DEFAULT =
                new Settings(Topic.TELEMETRY.defaultPartitions(), (short) -1, Duration.ofSeconds(30));

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException if one is left
         */
        public Settings {
            if (partitions < 1 || partitions > 10_000) {
                throw new IllegalArgumentException("partitions must be 1 to 10000, not " + partitions);
            }
            if (replicationFactor != -1 && replicationFactor < 1) {
                throw new IllegalArgumentException(
                        "the replication factor must be 1 or greater, or -1 for the broker's default, not "
                                + replicationFactor);
            }
        }

        /** Number of partitions with which a topic is created. */
        public int partitions(Topic topic) {
            return topic.isPartitioned() ? partitions : 1;
        }
    }

    /**
     * What was found and done.
     *
     * @param created full names of the topics that were created
     * @param existing full names of the topics that were there
     * @param differences a sentence for each setting of an existing topic that differs from the promised one
     */
    public record Outcome(List<String> created, List<String> existing, List<String> differences) {}

    /** Thrown when the broker can't be reached, refuses a topic, or does not finish in time. */
    public static final class TopicSetupException extends Exception {

        TopicSetupException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A set-up through {@code admin}, which stays the caller's to close. */
    public TopicSetup(Admin admin, Topics topics, Settings settings) {
        this.admin = admin;
        this.topics = topics;
        this.settings = settings;
    }

    /**
     * Creates what is missing and returns when the leader of every partition serves it, so that producers may begin.
     *
     * @throws TopicSetupException if that can't be done within the time-out; the message says what to do
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public Outcome createMissing() throws TopicSetupException, InterruptedException {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        Set<String> present = await(
                "list the topics",
                admin.listTopics(new ListTopicsOptions().timeoutMs(millisTo(deadline)))
                        .names());
        List<String> created = create(present, deadline);
        Map<String, TopicDescription> described = awaitDescriptions(deadline);
        awaitLeaders(described, deadline);

        List<String> existing = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            if (!created.contains(topics.name(topic))) {
                existing.add(topics.name(topic));
            }
        }
        return new Outcome(created, existing, differences(existing, described, deadline));
    }

    /** Settings with which a topic is created. */
    public static Map<String, String> configs(Topic topic) {
        Map<String, String> configs = new HashMap<>();
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, topic.cleanup().configValue());
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(topic.maxMessageBytes()));
        if (topic.cleanup() == Topic.Cleanup.DELETE) {
            configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(topic.retentionMillis()));
            configs.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        }
        return Map.copyOf(configs);
    }

    /** Returns the names of those that were missing and that no other process created in the meantime. */
    private List<String> create(Set<String> present, long deadline) throws TopicSetupException, InterruptedException {
        List<NewTopic> missing = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            String name = topics.name(topic);
            if (!present.contains(name)) {
                missing.add(new NewTopic(name, settings.partitions(topic), settings.replicationFactor())
                        .configs(configs(topic)));
            }
        }
        Map<String, KafkaFuture<Void>> requests = admin.createTopics(
                        missing, new CreateTopicsOptions().timeoutMs(millisTo(deadline)))
                .values();
        List<String> created = new ArrayList<>();
        for (NewTopic topic : missing) {
            try {
                await("create the topic " + topic.name(), requests.get(topic.name()));
                created.add(topic.name());
            } catch (TopicSetupException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        return created;
    }

    /** A topic is created before every broker knows it; waits until this one does. */
    private Map<String, TopicDescription> awaitDescriptions(long deadline)
            throws TopicSetupException, InterruptedException {
        Set<String> names = new HashSet<>();
        for (Topic topic : Topic.values()) {
            names.add(topics.name(topic));
        }
        return awaitKnown(
                "describe the topics",
                () -> admin.describeTopics(names, new DescribeTopicsOptions().timeoutMs(millisTo(deadline)))
                        .allTopicNames(),
                deadline);
    }

    /** Asks until the broker that answers knows the topics. */
    private static <T> T awaitKnown(String what, Supplier<KafkaFuture<T>> question, long deadline)
            throws TopicSetupException, InterruptedException {
        while (true) {
            try {
                return await(what, question.get());
            } catch (TopicSetupException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() >= deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
    }

    /**
     * A topic can be described before the leaders of its partitions have taken them over. A producer that begins then may
     * lose its first batch: it is refused, the second one is taken, and from then on the first is out of sequence
     * (KAFKA-15591). Only a leader can say where its log ends, and the client asks until it does.
     */
    private void awaitLeaders(Map<String, TopicDescription> described, long deadline)
            throws TopicSetupException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        described.forEach((name, topic) -> topic.partitions()
                .forEach(partition -> ends.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        awaitKnown(
                "reach the leaders of the topics' partitions",
                () -> admin.listOffsets(ends, new ListOffsetsOptions().timeoutMs(millisTo(deadline)))
                        .all(),
                deadline);
    }

    private List<String> differences(List<String> existing, Map<String, TopicDescription> described, long deadline)
            throws TopicSetupException, InterruptedException {
        List<ConfigResource> resources = new ArrayList<>();
        for (String name : existing) {
            resources.add(new ConfigResource(ConfigResource.Type.TOPIC, name));
        }
        Map<ConfigResource, Config> configs = await(
                "read the topics' settings",
                admin.describeConfigs(resources, new DescribeConfigsOptions().timeoutMs(millisTo(deadline)))
                        .all());

        List<String> differences = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            String name = topics.name(topic);
            Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name));
            if (config == null) {
                continue;
            }
            differences.addAll(differences(
                    topic, name, config, described.get(name).partitions().size()));
        }
        return differences;
    }

    /** A sentence for each setting of a topic that differs from the promised one. */
    static List<String> differences(Topic topic, String name, Config config, int partitions) {
        List<String> differences = new ArrayList<>();
        configs(topic).entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(promised -> {
            ConfigEntry actual = config.get(promised.getKey());
            if (actual != null && !Objects.equals(actual.value(), promised.getValue())) {
                differences.add(name + " has " + promised.getKey() + "=" + actual.value() + " instead of "
                        + promised.getValue() + "; to change it: kafka-configs.sh --alter --topic " + name
                        + " --add-config " + promised.getKey() + "=" + promised.getValue());
            }
        });
        if (!topic.isPartitioned() && partitions != 1) {
            differences.add(name + " has " + partitions
                    + " partitions instead of 1, so its records have no common order; delete it and create it anew");
        }
        return differences;
    }

    /** The client gives up by itself then, so that nothing is left over that closing it would wait for. */
    private static int millisTo(long deadline) {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }

    private static <T> T await(String what, KafkaFuture<T> future) throws TopicSetupException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new TopicSetupException(
                    "could not " + what + ": " + cause.getMessage()
                            + "; check --bootstrap-servers, that the broker is up, and this client's rights",
                    cause);
        }
    }
}
