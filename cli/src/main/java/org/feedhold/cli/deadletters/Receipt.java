package org.feedhold.cli.deadletters;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.feedhold.kafka.advisory.DeadLetterHeaders;
import org.feedhold.twin.acquisition.DeadLetter;

/**
 * Says that a dead letter was sent back. It is written in the same transaction, behind the letter in its own partition, so
 * that it is kept for longer than the letter itself.
 */
final class Receipt {

    /** Reason of a receipt, where a dead letter says why it could not be used. */
    static final String REASON = "replayed";

    private static final String REPLAYED_TO = "replayed_to";

    private Receipt() {}

    /** The receipt for a letter that was sent to an offset of the partition that it came from. */
    static ProducerRecord<byte[], byte[]> of(StoredLetter letter, long offset) {
        Place source = letter.source();
        String to = new Place(source.topic(), source.partition(), offset).toString();
        DeadLetter receipt = new DeadLetter(
                letter.key(),
                null,
                REASON,
                "the dead letter " + letter.place().inTopic() + " was sent back to " + to,
                source.topic(),
                source.partition(),
                source.offset());
        List<Header> headers = new ArrayList<>();
        DeadLetterHeaders.of(receipt).forEach((name, value) -> headers.add(new RecordHeader(name, value)));
        headers.add(new RecordHeader(REPLAYED_TO, Long.toString(offset).getBytes(StandardCharsets.UTF_8)));
        return new ProducerRecord<>(
                letter.place().topic(), letter.place().partition(), null, letter.key(), null, headers);
    }

    /** Where the letter of a receipt was sent to. */
    static Place replayedTo(ConsumerRecord<byte[], byte[]> record, StoredLetter receipt) {
        Header to = record.headers().lastHeader(REPLAYED_TO);
        String offset = to == null || to.value() == null ? "" : new String(to.value(), StandardCharsets.UTF_8);
        return new Place(
                receipt.source().topic(),
                receipt.source().partition(),
                offset.matches("\\d{1,18}") ? Long.parseLong(offset) : -1);
    }
}
