package org.feedhold.cli.deadletters;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a record lies.
 *
 * @param topic topic with its prefix
 * @param partition partition
 * @param offset offset
 */
record Place(String topic, int partition, long offset) {

    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

    static Place of(ConsumerRecord<byte[], byte[]> record) {
        return new Place(record.topic(), record.partition(), record.offset());
    }

    /**
     * The place in a topic that {@link #inTopic} says.
     *
     * @throws IllegalArgumentException if the text says none
     */
    static Place parse(String topic, String text) {
        Matcher matcher = SHORT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is no dead letter; write PARTITION@OFFSET as 'dead-letters list' does, for example 0@17");
        }
        return new Place(topic, Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    /** Partition and offset, for example {@code 0@17}. */
    String inTopic() {
        return partition + "@" + offset;
    }

    @Override
    public String toString() {
        return topic + '-' + partition + '@' + offset;
    }
}
