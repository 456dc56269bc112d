package org.feedhold.kafka;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What the monitoring job must be allowed to do in Kafka, and no more. */
public final class JobRights {

    private JobRights() {}

    /**
     * What one right is on, and what it allows.
     *
     * @param resource topic, consumer group or transactional ids
     * @param operation what is allowed on it; reading and writing allow describing, too
     */
    public record Right(ResourcePattern resource, AclOperation operation) {

        /** The right given to a principal, such as {@code User:feedhold}, from any host. */
        public AclBinding to(String principal) {
            return new AclBinding(resource, new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
        }
    }

    /** Consumer group in which the job with this group id reads its control topics. */
    public static String controlGroup(String groupId) {
        return groupId + "-control";
    }

    /** What the transactional ids of the job with this group id begin with. */
    public static String transactionalIdPrefix(String groupId) {
        return groupId + "-outputs";
    }

    /** Every right of the job with this group id on these topics. */
    public static List<Right> of(Topics topics, String groupId) {
        List<Right> rights = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            ResourcePattern resource = new ResourcePattern(ResourceType.TOPIC, topics.name(topic), PatternType.LITERAL);
            switch (topic.direction()) {
                case IN -> rights.add(new Right(resource, AclOperation.READ));
                case OUT -> {
                    rights.add(new Right(resource, AclOperation.WRITE));
                    // How large a record may be.
                    rights.add(new Right(resource, AclOperation.DESCRIBE_CONFIGS));
                }
                case SIMULATOR -> {
                    // The job reads neither of them.
                }
            }
        }
        for (String group : List.of(groupId, controlGroup(groupId))) {
            rights.add(
                    new Right(new ResourcePattern(ResourceType.GROUP, group, PatternType.LITERAL), AclOperation.READ));
        }
        rights.add(new Right(
                new ResourcePattern(
                        ResourceType.TRANSACTIONAL_ID, transactionalIdPrefix(groupId), PatternType.PREFIXED),
                AclOperation.WRITE));
        return List.copyOf(rights);
    }
}
