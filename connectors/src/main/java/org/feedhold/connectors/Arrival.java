package org.feedhold.connectors;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** When a record arrived: the time that the log gave to it, or for a replayed record its original arrival. */
public final class Arrival {

    /** Original arrival time of a replayed record: epoch milliseconds, in decimal, as UTF-8 text. */
    public static final String HEADER = "feedhold-arrival";

    /** A later time than 13 digits can say (the year 2286) would end time for all machines. */
    private static final int MOST_DIGITS = 13;

    private Arrival() {}

    /** Arrival in epoch milliseconds. A header that holds no such time is ignored. */
    public static long of(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(HEADER);
        return header == null || !isTime(header.value())
                ? record.timestamp()
                : Long.parseLong(new String(header.value(), StandardCharsets.US_ASCII));
    }

    private static boolean isTime(byte @Nullable [] text) {
        if (text == null || text.length == 0 || text.length > MOST_DIGITS) {
            return false;
        }
        for (byte character : text) {
            if (character < '0' || character > '9') {
                return false;
            }
        }
        return true;
    }
}
