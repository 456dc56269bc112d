package org.feedhold.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.feedhold.kafka.JobRights.Right;

/** The topics, and the rights of the job, in the words of those who administer a Kafka: lines to run or to apply. */
public final class TopicScript {

    private TopicScript() {}

    /** A line of Kafka's own {@code kafka-topics.sh} for each topic. */
    public static List<String> kafkaTopics(String bootstrapServers, Topics topics, TopicSetup.Settings settings) {
        List<String> lines = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            StringBuilder line = new StringBuilder("kafka-topics.sh --bootstrap-server " + bootstrapServers
                    + " --create --if-not-exists --topic " + topics.name(topic) + " --partitions "
                    + settings.partitions(topic));
            if (settings.replicationFactor() != -1) {
                line.append(" --replication-factor ").append(settings.replicationFactor());
            }
            configs(topic)
                    .forEach((name, value) ->
                            line.append(" --config ").append(name).append('=').append(value));
            lines.add(line.toString());
        }
        return lines;
    }

    /**
     * A {@code KafkaTopic} for each topic, as the Strimzi operator takes it from version 0.49 on.
     *
     * @param cluster name of the {@code Kafka} that the topics belong to
     */
    public static List<String> strimzi(String cluster, Topics topics, TopicSetup.Settings settings) {
        List<String> lines = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            lines.add("---");
            lines.add("apiVersion: kafka.strimzi.io/v1");
            lines.add("kind: KafkaTopic");
            lines.add("metadata:");
            lines.add("  name: " + resourceName(topics.name(topic)));
            lines.add("  labels:");
            lines.add("    strimzi.io/cluster: " + cluster);
            lines.add("spec:");
            lines.add("  topicName: " + topics.name(topic));
            lines.add("  partitions: " + settings.partitions(topic));
            if (settings.replicationFactor() != -1) {
                lines.add("  replicas: " + settings.replicationFactor());
            }
            lines.add("  config:");
            configs(topic).forEach((name, value) -> lines.add("    " + name + ": \"" + value + '"'));
        }
        return lines;
    }

    /** A line of Kafka's own {@code kafka-acls.sh} for each right that the job needs. */
    public static List<String> acls(String bootstrapServers, String principal, Topics topics, String groupId) {
        return JobRights.of(topics, groupId).stream()
                .map(right -> "kafka-acls.sh --bootstrap-server " + bootstrapServers + " --add --allow-principal "
                        + quoted(principal) + " --operation " + word(right.operation()) + ' ' + resource(right))
                .toList();
    }

    /** For a shell: the principal of a certificate holds blanks. */
    private static String quoted(String principal) {
        return principal.matches("[\\w:.@-]+") ? principal : "'" + principal.replace("'", "'\\''") + "'";
    }

    private static String resource(Right right) {
        String option = "--"
                + right.resource()
                        .resourceType()
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
        String resource = option + ' ' + right.resource().name();
        return right.resource().patternType() == PatternType.PREFIXED
                ? resource + " --resource-pattern-type prefixed"
                : resource;
    }

    /** As {@code kafka-acls.sh} writes it, for example {@code DescribeConfigs}. */
    private static String word(AclOperation operation) {
        StringBuilder word = new StringBuilder();
        for (String part : operation.name().split("_", -1)) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }

    /** Kubernetes allows fewer characters in a name than Kafka. */
    private static String resourceName(String topic) {
        return topic.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.-]", "-")
                .replaceAll("^[^a-z0-9]+", "")
                .replaceAll("\\.[.-]+|-+\\.", ".");
    }

    private static Map<String, String> configs(Topic topic) {
        return new TreeMap<>(TopicSetup.configs(topic));
    }
}
