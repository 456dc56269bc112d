package org.feedhold.cli.deadletters;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.cli.CommandFailure;

/**
 * Sends dead letters back to where they came from, each once: a letter and its receipt are written in one transaction, and
 * whoever begins a replay ends what another one has left open. Receipts are to be read after this has been opened.
 */
final class Replay implements AutoCloseable {

    /** Header of a record that was sent back: the dead letter that it was. */
    static final String REPLAYED_FROM = "feedhold-replayed-from";

    /** A transaction that is open hides what other producers write behind it: it is kept short. */
    private static final int MOST_RECORDS = 200;

    private static final int MOST_BYTES = 4 << 20;
    private static final int TRANSACTION_TIMEOUT_MILLIS = 15_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<StoredLetter, Future<RecordMetadata>> sent = new LinkedHashMap<>();
    private final Map<StoredLetter, Place> done = new LinkedHashMap<>();
    private int bytes;

    /** Opens the only replay of the letters in this topic: another one that still runs fails with its next record. */
    Replay(Map<String, Object> clientSettings, String deadLetters) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, deadLetters + "-replay");
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 33 << 20);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
    }

    /** Sends letters back, in order. Returns where each of them lies now; one that is gone meanwhile is left out. */
    Map<StoredLetter, Place> send(LetterLog log, List<StoredLetter> letters)
            throws ExecutionException, InterruptedException {
        Map<Place, StoredLetter> byPlace = new HashMap<>();
        letters.forEach(letter -> byPlace.put(letter.place(), letter));
        try {
            log.get(byPlace.keySet(), record -> send(byPlace.get(Place.of(record)), record));
            commit();
        } catch (ExecutionException | KafkaException e) {
            throw told(e);
        }
        return done;
    }

    private CommandFailure told(Exception e) {
        String before = done.size() + " were sent back before that.";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return new CommandFailure(
                        "Another replay has begun meanwhile and goes on instead of this one; see what is left with"
                                + " 'feedhold dead-letters list'. " + before,
                        e);
            }
            if (cause instanceof RecordTooLargeException) {
                return new CommandFailure(
                        "Kafka takes a letter no longer, it is too large for its topic: " + cause.getMessage()
                                + "; choose others with --reason, --machine or --since. " + before,
                        e);
            }
        }
        return new CommandFailure(
                "Letters could not be sent back: " + e.getMessage() + "; call again, what was sent is not sent twice. "
                        + before,
                e);
    }

    private void send(StoredLetter letter, ConsumerRecord<byte[], byte[]> record)
            throws ExecutionException, InterruptedException {
        if (sent.isEmpty()) {
            producer.beginTransaction();
        }
        Place source = letter.source();
        ProducerRecord<byte[], byte[]> again = new ProducerRecord<>(
                source.topic(),
                source.partition(),
                null,
                record.key(),
                record.value(),
                List.of(new RecordHeader(
                        REPLAYED_FROM, letter.place().toString().getBytes(StandardCharsets.UTF_8))));
        sent.put(letter, producer.send(again));
        bytes += Math.max(0, letter.valueBytes()) + (letter.key() == null ? 0 : letter.key().length);
        if (sent.size() >= MOST_RECORDS || bytes >= MOST_BYTES) {
            commit();
        }
    }

    /** Writes the receipts of what was sent; both count from then on, or neither does. */
    private void commit() throws ExecutionException, InterruptedException {
        if (sent.isEmpty()) {
            return;
        }
        producer.flush();
        Map<StoredLetter, Place> committed = new LinkedHashMap<>();
        List<Future<RecordMetadata>> receipts = new ArrayList<>();
        for (Map.Entry<StoredLetter, Future<RecordMetadata>> each : sent.entrySet()) {
            StoredLetter letter = each.getKey();
            long offset = each.getValue().get().offset();
            receipts.add(producer.send(Receipt.of(letter, offset)));
            committed.put(
                    letter, new Place(letter.source().topic(), letter.source().partition(), offset));
        }
        producer.flush();
        for (Future<RecordMetadata> receipt : receipts) {
            receipt.get();
        }
        producer.commitTransaction();
        done.putAll(committed);
        sent.clear();
        bytes = 0;
    }

    /** Gives up what is not committed. */
    @Override
    public void close() {
        // Kafka would end it in the end; until then it would hide what others write.
        if (!sent.isEmpty()) {
            try {
                producer.abortTransaction();
            } catch (KafkaException e) {
                // Fenced off: it has been ended by another one.
            }
        }
        producer.close();
    }
}
