package org.feedhold.operators.acquisition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.Outage;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.acquisition.RecordScanner;
import org.feedhold.twin.advisory.ControlEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScanFunctionTest {

    private OneInputStreamOperatorTestHarness<RawRecord, MachineRecord> harness;

    @BeforeEach
    void open() throws Exception {
        harness = ProcessFunctionTestHarnesses.forProcessFunction(new ScanFunction(new FirstWord()));
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void whatIsUsableGoesOnAndWhatIsNotGoesToTheDeadLettersInTheOrderOfTheLog() throws Exception {
        for (String value : new String[] {"MILL-1 a", "", "MILL-2 b", "MILL-1 c"}) {
            harness.processElement(raw(value), 1_000);
        }

        assertThat(harness.extractOutputValues())
                .extracting(MachineRecord::machineId)
                .containsExactly("MILL-1", "MILL-2", "MILL-1");
        assertThat(harness.getSideOutput(ScanFunction.DEAD_LETTERS))
                .extracting(StreamRecord::getValue)
                .extracting(DeadLetter::reason)
                .containsExactly("missing_field");
    }

    @Test
    void anOutageIsToldOnceForEachPartitionWhenItIsOver() throws Exception {
        Outage open = new Outage(1_000, Outage.GOES_ON);
        Outage over = new Outage(1_000, 9_000);
        for (Outage outage : new Outage[] {null, open, over, over}) {
            harness.processElement(raw(0, outage), 5_000);
            harness.processElement(raw(1, outage), 5_000);
        }

        assertThat(harness.getSideOutput(ScanFunction.OUTAGES))
                .extracting(StreamRecord::getValue)
                .containsExactly(
                        ControlEvent.ofOutage("telemetry", 0, over), ControlEvent.ofOutage("telemetry", 1, over));
    }

    private static RawRecord raw(int partition, Outage outage) {
        byte[] value = "MILL-1 a".getBytes(StandardCharsets.UTF_8);
        return new RawRecord("telemetry", partition, 1, 5_000, outage, null, value);
    }

    private static RawRecord raw(String value) {
        return new RawRecord("telemetry", 0, 1, 1_000, null, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The machine is the first word. */
    private static final class FirstWord implements RecordScanner {

        private static final long serialVersionUID = 1L;

        @Override
        public void scan(RawRecord raw, Consumer<MachineRecord> usable, Consumer<DeadLetter> unusable) {
            String text = new String(raw.value(), StandardCharsets.UTF_8);
            if (text.isEmpty()) {
                unusable.accept(new DeadLetter(
                        raw.key(), raw.value(), "missing_field", "no machine", raw.topic(), 0, raw.offset()));
            } else {
                usable.accept(new MachineRecord(
                        text.split(" ")[0], 0, 0, raw.arrival(), 0, raw.offset(), raw.key(), raw.value()));
            }
        }
    }
}
