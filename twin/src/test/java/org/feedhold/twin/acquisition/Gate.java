package org.feedhold.twin.acquisition;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One machine's records on their way through a {@link Reorderer}, as the job sends them: time first, then the record. */
final class Gate {

    static final long BOUND = 5_000;

    /** What was judged, instant by instant, each record by its text. */
    final List<List<String>> judged = new ArrayList<>();

    /** What became of each record. */
    final List<Admission> admissions = new ArrayList<>();

    final RecordOrder order = new RecordOrder();
    final WaitingRecords waiting = new WaitingRecords();
    private final Reorderer reorderer = new Reorderer(BOUND);

    /** A record of its own that says all that has to be known of its instant. */
    static MachineRecord record(long timestamp, long sequence, long arrival) {
        return record(timestamp, sequence, arrival, timestamp + "#" + sequence);
    }

    static MachineRecord record(long timestamp, long sequence, long arrival, String text) {
        return new MachineRecord(
                "M", timestamp, sequence, arrival, 0, arrival, null, text.getBytes(StandardCharsets.UTF_8));
    }

    static MachineRecord unnumbered(long timestamp, long arrival, String text) {
        return record(timestamp, MachineRecord.NO_SEQUENCE, arrival, text);
    }

    /** A record whose text begins with {@code part} is one of several of its instant. */
    Gate send(MachineRecord record) {
        long now = record.arrival();
        boolean complete = !textOf(record).startsWith("part");
        clock(now);
        Admission admission = reorderer.admit(order, record);
        admissions.add(admission);
        if (admission == Admission.CLOCK_SET_BACK) {
            end();
            order.startAnew();
            reorderer.admit(order, record);
        }
        if (admission == Admission.TIMELY || admission == Admission.CLOCK_SET_BACK) {
            if (reorderer.passes(order, waiting, record, complete)) {
                judged.add(List.of(textOf(record)));
            } else {
                waiting.add(record, complete, now);
                clock(now);
            }
        }
        return this;
    }

    /** The arrival clock has come to {@code now}. */
    Gate clock(long now) {
        for (List<MachineRecord> next = reorderer.next(order, waiting, now);
                next != null;
                next = reorderer.next(order, waiting, now)) {
            judged.add(next.stream().map(Gate::textOf).toList());
        }
        return this;
    }

    /** Nothing will come any more. */
    Gate end() {
        for (List<MachineRecord> next = reorderer.first(order, waiting);
                next != null;
                next = reorderer.first(order, waiting)) {
            judged.add(next.stream().map(Gate::textOf).toList());
        }
        return this;
    }

    private static String textOf(MachineRecord record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }
}
