package org.feedhold.jobs.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.TopicSetup;
import org.feedhold.kafka.TopicSetup.TopicSetupException;
import org.feedhold.kafka.Topics;

/** The topics that a replay writes. */
final class ReplayTopics {

    /** What the job writes. */
    private static final List<Topic> OUTPUTS =
            List.of(Topic.RECOMMENDATIONS, Topic.TWIN_STATE, Topic.ANOMALIES, Topic.HEALTH, Topic.DEAD_LETTERS);

    /** What files are brought into. */
    private static final List<Topic> INPUTS =
            List.of(Topic.TELEMETRY, Topic.PROCESS_MODELS, Topic.RELEASES, Topic.OPERATOR_ACTIONS);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private ReplayTopics() {}

    /**
     * Creates those of {@code to} that are missing, with as many partitions as the telemetry of {@code from} has.
     *
     * @param client Kafka client settings by Kafka's names, with {@code bootstrap.servers}
     * @param append whether they may hold results already
     * @param imports whether telemetry, models and releases are brought into them
     * @throws ReplayException if they are those of {@code from}, hold results, or can't be created
     */
    static void prepare(Map<String, ?> client, Topics from, Topics to, boolean append, boolean imports)
            throws ReplayException, InterruptedException {
        if (from.equals(to)) {
            throw new ReplayException("The results would go among those of the job itself: --to-prefix and"
                    + " --topic-prefix are both '" + to.prefix() + "'; choose another --to-prefix.");
        }
        try (Admin admin = Admin.create(settings(client))) {
            int partitions = partitions(admin, from.name(Topic.TELEMETRY));
            new TopicSetup(admin, to, new TopicSetup.Settings(partitions, (short) -1, TIMEOUT)).createMissing();
            if (!append) {
                requireEmpty(admin, to, OUTPUTS, ", or say --append to add to them");
            }
            if (imports) {
                requireEmpty(admin, to, INPUTS, ": files need topics of their own");
            }
        } catch (TopicSetupException e) {
            throw new ReplayException(e.getMessage(), e);
        }
    }

    private static void requireEmpty(Admin admin, Topics topics, List<Topic> checked, String remedy)
            throws ReplayException, InterruptedException {
        for (Topic topic : checked) {
            String name = topics.name(topic);
            Map<TopicPartition, OffsetSpec> oldest = new HashMap<>();
            Map<TopicPartition, OffsetSpec> newest = new HashMap<>();
            for (int partition = 0; partition < partitions(admin, name); partition++) {
                oldest.put(new TopicPartition(name, partition), OffsetSpec.earliest());
                newest.put(new TopicPartition(name, partition), OffsetSpec.latest());
            }
            if (offsets(admin, newest) > offsets(admin, oldest)) {
                throw new ReplayException(
                        "Topic " + name + " holds records already; choose another --to-prefix" + remedy + ".");
            }
        }
    }

    private static long offsets(Admin admin, Map<TopicPartition, OffsetSpec> question)
            throws ReplayException, InterruptedException {
        try {
            return admin.listOffsets(question).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        } catch (ExecutionException e) {
            throw unanswered(e);
        }
    }

    private static int partitions(Admin admin, String topic) throws ReplayException, InterruptedException {
        try {
            TopicDescription description =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
            return description.partitions().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.UnknownTopicOrPartitionException) {
                throw new ReplayException(
                        "Topic " + topic + " does not exist on this Kafka; create the topics with"
                                + " 'feedhold topics create', or check --topic-prefix.",
                        e);
            }
            throw unanswered(e);
        }
    }

    private static ReplayException unanswered(ExecutionException e) {
        return new ReplayException(
                "Kafka did not answer (" + e.getCause().getMessage()
                        + "); check that it runs and that --bootstrap-servers names it.",
                e);
    }

    private static Map<String, Object> settings(Map<String, ?> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        return settings;
    }
}
