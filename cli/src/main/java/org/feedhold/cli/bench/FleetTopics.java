package org.feedhold.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;

/** How much the topics of a fleet hold, and how far the job has read. */
final class FleetTopics implements AutoCloseable {

    private final Admin admin;
    private final String groupId;
    private final Map<TopicPartition, Topic> partitions = new HashMap<>();

    FleetTopics(String bootstrapServers, Topics topics, String groupId)
            throws InterruptedException, ExecutionException {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.groupId = groupId;
        Map<String, Topic> names = new HashMap<>();
        Arrays.stream(Topic.values()).forEach(topic -> names.put(topics.name(topic), topic));
        admin.describeTopics(names.keySet())
                .allTopicNames()
                .get()
                .forEach((name, description) -> description
                        .partitions()
                        .forEach(partition ->
                                partitions.put(new TopicPartition(name, partition.partition()), names.get(name))));
    }

    /** Number of records that have been written to each topic. */
    Map<Topic, Long> records() throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        return sum(admin.listOffsets(latest).all().get(), ends -> ends.offset());
    }

    /** Bytes of each topic on the broker's disk. */
    Map<Topic, Long> bytes() throws InterruptedException, ExecutionException {
        List<Integer> brokers = new ArrayList<>();
        admin.describeCluster().nodes().get().forEach(node -> brokers.add(node.id()));
        Map<TopicPartition, Long> sizes = new HashMap<>();
        for (Map<String, LogDirDescription> folders :
                admin.describeLogDirs(brokers).allDescriptions().get().values()) {
            for (LogDirDescription folder : folders.values()) {
                folder.replicaInfos()
                        .forEach((partition, replica) -> sizes.merge(partition, replica.size(), Long::sum));
            }
        }
        return sum(sizes, Function.identity());
    }

    /** Telemetry records that the job has read and secured by a checkpoint. */
    long secured() throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        admin.listConsumerGroupOffsets(groupId)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(partition, offset);
                    }
                });
        return sum(committed, OffsetAndMetadata::offset).getOrDefault(Topic.TELEMETRY, 0L);
    }

    private <T> Map<Topic, Long> sum(Map<TopicPartition, T> values, Function<T, Long> number) {
        Map<Topic, Long> sums = new EnumMap<>(Topic.class);
        values.forEach((partition, value) -> {
            Topic topic = partitions.get(partition);
            if (topic != null) {
                sums.merge(topic, number.apply(value), Long::sum);
            }
        });
        return sums;
    }

    @Override
    public void close() {
        admin.close();
    }
}
