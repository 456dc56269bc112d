package org.feedhold.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTransactionsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.feedhold.kafka.JobRights.Right;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether Kafka has what the monitoring job needs, and allows it. Changes nothing; what Kafka only tells by doing it,
 * such as committing the offset of a group that does not exist yet, is not found out.
 */
public final class JobCheck {

    private final Admin admin;
    private final Topics topics;
    private final int timeoutMillis;

    /** How much a finding matters. */
    public enum Weight {
        /** It is as it has to be. */
        FINE,
        /** The job runs, but not with all that is promised. */
        DIFFERS,
        /** The job can't run. */
        MISSING
    }

    /**
     * One thing that was looked at.
     *
     * @param weight how much it matters
     * @param text what was found and, where it is not fine, what to do
     */
    public record Finding(Weight weight, String text) {}

    /**
     * A check by a client that logs in as the job does.
     *
     * @param admin stays the caller's to close
     * @param timeout how long Kafka may take for each answer
     */
    public JobCheck(Admin admin, Topics topics, Duration timeout) {
        this.admin = admin;
        this.topics = topics;
        this.timeoutMillis = (int) timeout.toMillis();
    }

    /**
     * Looks at the topics, and at the rights of this client as those of the job with this group id.
     *
     * @param exactlyOnce whether the job writes in transactions
     * @throws ExecutionException if Kafka can't be asked: it does not answer, or refuses the log-in
     */
    public List<Finding> findings(String groupId, boolean exactlyOnce) throws ExecutionException, InterruptedException {
        int brokers = admin.describeCluster().nodes().get().size();
        List<Finding> findings = new ArrayList<>();
        findings.add(fine("Kafka answers, with " + brokers + (brokers == 1 ? " broker" : " brokers")));
        Map<ResourcePattern, List<AclOperation>> needed = new LinkedHashMap<>();
        for (Right right : JobRights.of(topics, groupId)) {
            needed.computeIfAbsent(right.resource(), resource -> new ArrayList<>())
                    .add(right.operation());
        }
        checkTopics(needed, findings);
        checkGroups(needed, findings);
        if (exactlyOnce) {
            checkTransactions(JobRights.transactionalIdPrefix(groupId), findings);
        }
        return findings;
    }

    private void checkTopics(Map<ResourcePattern, List<AclOperation>> needed, List<Finding> findings)
            throws ExecutionException, InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> descriptions = admin.describeTopics(
                        names(needed, ResourceType.TOPIC),
                        new DescribeTopicsOptions()
                                .includeAuthorizedOperations(true)
                                .timeoutMs(timeoutMillis))
                .topicNameValues();
        for (Topic topic : Topic.values()) {
            String name = topics.name(topic);
            KafkaFuture<TopicDescription> description = descriptions.get(name);
            if (description == null) {
                continue;
            }
            List<AclOperation> operations =
                    needed.get(new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL));
            try {
                TopicDescription found = description.get();
                List<AclOperation> forbidden = forbidden(operations, found.authorizedOperations());
                if (forbidden.isEmpty()) {
                    findings.addAll(settings(topic, name, found.partitions().size()));
                } else {
                    findings.add(notAllowed(forbidden, "topic " + name));
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AuthorizationException) {
                    findings.add(notAllowed(operations, "topic " + name));
                } else if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    findings.add(new Finding(
                            Weight.MISSING,
                            "topic " + name + " does not exist; create it with 'feedhold topics create', or give those"
                                    + " who may what 'feedhold topics --print' prints"));
                } else {
                    throw e;
                }
            }
        }
    }

    /** Only those who may describe a topic's settings learn them. */
    private List<Finding> settings(Topic topic, String name, int partitions)
            throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        String there =
                "topic " + name + " is there, with " + partitions + (partitions == 1 ? " partition" : " partitions");
        try {
            Config config = admin.describeConfigs(
                            List.of(resource), new DescribeConfigsOptions().timeoutMs(timeoutMillis))
                    .values()
                    .get(resource)
                    .get();
            List<String> differences = TopicSetup.differences(topic, name, config, partitions);
            return differences.isEmpty()
                    ? List.of(fine(there))
                    : differences.stream()
                            .map(difference -> new Finding(Weight.DIFFERS, "topic " + difference))
                            .toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return List.of(fine(there + "; its settings are not this user's to see"));
            }
            throw e;
        }
    }

    private void checkGroups(Map<ResourcePattern, List<AclOperation>> needed, List<Finding> findings)
            throws ExecutionException, InterruptedException {
        Map<String, KafkaFuture<ConsumerGroupDescription>> descriptions = admin.describeConsumerGroups(
                        names(needed, ResourceType.GROUP),
                        new DescribeConsumerGroupsOptions()
                                .includeAuthorizedOperations(true)
                                .timeoutMs(timeoutMillis))
                .describedGroups();
        for (Map.Entry<String, KafkaFuture<ConsumerGroupDescription>> each : descriptions.entrySet()) {
            String group = "group " + each.getKey();
            List<AclOperation> reading = List.of(AclOperation.READ);
            try {
                List<AclOperation> forbidden =
                        forbidden(reading, each.getValue().get().authorizedOperations());
                findings.add(forbidden.isEmpty() ? fine(group + " may be read in") : notAllowed(forbidden, group));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AuthorizationException) {
                    findings.add(notAllowed(reading, group));
                } else if (e.getCause() instanceof GroupIdNotFoundException) {
                    findings.add(fine(group + " does not exist yet, and may be described"));
                } else {
                    throw e;
                }
            }
        }
    }

    private void checkTransactions(String prefix, List<Finding> findings)
            throws ExecutionException, InterruptedException {
        String ids = "transactional ids " + prefix + "*";
        KafkaFuture<TransactionDescription> description = admin.describeTransactions(
                        List.of(prefix + "-0-0"), new DescribeTransactionsOptions().timeoutMs(timeoutMillis))
                .description(prefix + "-0-0");
        try {
            description.get();
            findings.add(fine(ids + " may be described"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                findings.add(notAllowed(List.of(AclOperation.WRITE), ids));
            } else if (e.getCause() instanceof TransactionalIdNotFoundException) {
                findings.add(fine(ids + " may be described"));
            } else {
                throw e;
            }
        }
    }

    private static Collection<String> names(Map<ResourcePattern, List<AclOperation>> needed, ResourceType type) {
        return needed.keySet().stream()
                .filter(resource -> resource.resourceType() == type)
                .map(ResourcePattern::name)
                .toList();
    }

    /** A broker may leave it unsaid what is allowed. */
    private static List<AclOperation> forbidden(List<AclOperation> operations, @Nullable Set<AclOperation> allowed) {
        if (allowed == null) {
            return List.of();
        }
        return operations.stream()
                .filter(operation -> !allowed.contains(operation) && !allowed.contains(AclOperation.ALL))
                .toList();
    }

    private static Finding fine(String text) {
        return new Finding(Weight.FINE, text);
    }

    private static Finding notAllowed(List<AclOperation> operations, String resource) {
        return new Finding(
                Weight.MISSING,
                "Kafka does not allow this user "
                        + String.join(
                                " and ", operations.stream().map(Enum::name).toList()) + " on " + resource
                        + "; give it what 'feedhold topics --print --format acls' prints");
    }
}
