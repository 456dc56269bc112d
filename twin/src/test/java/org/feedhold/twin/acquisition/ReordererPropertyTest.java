package org.feedhold.twin.acquisition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However records are delayed and repeated within the bound, and whenever a timer looks, the same instants are judged.
 * Every failure names its seed.
 */
class ReordererPropertyTest {

    private static final int SEEDS = 1_000;
    private static final int INSTANTS = 60;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void disorderRepeatsAndTimersChangeNothing(boolean numbered) {
        for (long seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<MachineRecord> sent = drawn(random, numbered);

            Gate inOrder = new Gate();
            sent.forEach(inOrder::send);
            Gate disturbed = new Gate();
            long now = Long.MIN_VALUE;
            for (MachineRecord record : disturbed(sent, random)) {
                for (int looks = random.nextInt(3); looks > 0 && now < record.arrival(); looks--) {
                    now = random.nextLong(Math.max(now, record.arrival() - 10_000), record.arrival());
                    disturbed.clock(now);
                }
                disturbed.send(record);
            }

            assertThat(disturbed.end().judged).as("seed %d", seed).isEqualTo(inOrder.end().judged);
            assertThat(disturbed.admissions).as("seed %d", seed).doesNotContain(Admission.LATE);
        }
    }

    /** Instants in one or several records, some of them lost, some numbers begun anew. */
    private static List<MachineRecord> drawn(SplittableRandom random, boolean numbered) {
        List<MachineRecord> sent = new ArrayList<>();
        long timestamp = 1_000_000;
        long sequence = random.nextInt(3);
        int mostParts = random.nextInt(1, 4);
        for (int i = 0; i < INSTANTS; i++) {
            timestamp += random.nextInt(1, 4_000);
            int parts = random.nextInt(1, mostParts + 1);
            for (int p = 0; p < parts; p++) {
                sequence += random.nextInt(12) == 0 ? 2 : 1;
                boolean whole = parts == 1 || (p == 0 && random.nextInt(4) == 0);
                String text = (whole ? "whole " : "part ") + i + "." + p;
                sent.add(Gate.record(timestamp, numbered ? sequence : MachineRecord.NO_SEQUENCE, timestamp, text));
            }
        }
        return sent;
    }

    /** Delayed by up to the bound; some of them twice. Without numbers, those of an instant stay in order. */
    private static List<MachineRecord> disturbed(List<MachineRecord> sent, SplittableRandom random) {
        List<MachineRecord> arrived = new ArrayList<>();
        long timestamp = 0;
        long delay = 0;
        for (MachineRecord record : sent) {
            boolean sameInstant = record.timestamp() == timestamp && record.sequence() == MachineRecord.NO_SEQUENCE;
            timestamp = record.timestamp();
            delay = sameInstant ? delay : random.nextLong(Gate.BOUND + 1);
            arrived.add(arriving(record, delay));
            if (random.nextInt(3) == 0) {
                arrived.add(arriving(record, random.nextLong(delay, Gate.BOUND + 1)));
            }
        }
        arrived.sort(Comparator.comparingLong(MachineRecord::arrival));
        return arrived;
    }

    private static MachineRecord arriving(MachineRecord record, long delay) {
        return new MachineRecord(
                record.machineId(),
                record.timestamp(),
                record.sequence(),
                record.timestamp() + delay,
                record.partition(),
                record.offset(),
                record.key(),
                record.value());
    }
}
