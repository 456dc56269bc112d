package org.feedhold.cli.deadletters;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.feedhold.kafka.advisory.DeadLetterHeaders;
import org.feedhold.twin.acquisition.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter in its topic, without its value.
 *
 * @param place where it lies
 * @param arrival when it was written
 * @param reason why it could not be used
 * @param detail what was wrong, where, and what to do
 * @param source where it came from: one record of the source, however often the job has read it
 * @param key key as received; null if there was none
 * @param valueBytes bytes of its value; -1 if it has none
 * @param truncated bytes that key and value had before they were cut; null if it is whole
 */
record StoredLetter(
        Place place,
        Instant arrival,
        String reason,
        String detail,
        Place source,
        byte @Nullable [] key,
        int valueBytes,
        @Nullable String truncated) {

    private static final String TRUNCATED = "truncated";

    static StoredLetter of(ConsumerRecord<byte[], byte[]> record) {
        DeadLetter letter = DeadLetterHeaders.read(record.key(), record.value(), record.headers());
        Header truncated = record.headers().lastHeader(TRUNCATED);
        return new StoredLetter(
                Place.of(record),
                Instant.ofEpochMilli(record.timestamp()),
                letter.reason(),
                letter.detail(),
                new Place(letter.sourceTopic(), letter.sourcePartition(), letter.sourceOffset()),
                record.key(),
                record.value() == null ? -1 : record.value().length,
                truncated == null || truncated.value() == null
                        ? null
                        : new String(truncated.value(), StandardCharsets.UTF_8));
    }

    boolean hasKey(String text) {
        return key != null && text.equals(new String(key, StandardCharsets.UTF_8));
    }
}
