package org.feedhold.twin.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.feedhold.twin.acquisition.Sample.Report;
import org.feedhold.twin.fixture.MachineUnderTest;
import org.feedhold.twin.fixture.Mill;
import org.feedhold.twin.fixture.ModelBuilder;
import org.feedhold.twin.release.Release;
import org.feedhold.twin.release.ReleaseDecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A state that was written and read is the state that was there before, whatever the machine had been through. */
class TwinStatePropertyTest {

    private static final int MOST_BYTES = 2_048;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aTwinThatIsRestoredAgainAndAgainGivesTheSameEvidenceAsAnUndisturbedOne(long seed) throws IOException {
        MachineUnderTest undisturbed = new MachineUnderTest(null, 10_000);
        MachineUnderTest restored = new MachineUnderTest(null, 10_000);
        Wandering first = new Wandering(seed);
        Wandering second = new Wandering(seed);
        Random restarts = new Random(seed);

        for (int i = 0; i < 400; i++) {
            first.step(undisturbed);
            second.step(restored);
            if (restarts.nextInt(7) == 0) {
                restored.state = copy(restored.state);
            }
        }

        assertThat(restored.evidence).as("seed " + seed).isEqualTo(undisturbed.evidence);
        assertThat(restored.recommendations).isEqualTo(undisturbed.recommendations);
        assertThat(restored.health).isEqualTo(undisturbed.health);
        assertThat(undisturbed.evidence).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void writtenAndReadAndWrittenAgainItIsTheSameBytesAndSmall(long seed) throws IOException {
        MachineUnderTest machine = new MachineUnderTest(Mill.process().build());
        Wandering wandering = new Wandering(seed);
        for (int i = 0; i < 400; i++) {
            wandering.step(machine);
            if (i % 10 == 0) {
                byte[] bytes = written(machine.state);
                assertThat(written(read(bytes))).as("seed " + seed).isEqualTo(bytes);
                assertThat(bytes.length).as("seed " + seed).isLessThanOrEqualTo(MOST_BYTES);
            }
        }
    }

    @Test
    void aNewStateIsReadAsANewState() throws IOException {
        TwinState state = copy(new TwinState());

        assertThat(state.newest()).isEqualTo(Long.MIN_VALUE);
        assertThat(state.arrival()).isEqualTo(Long.MIN_VALUE);
        assertThat(state.silenceTimer()).isEqualTo(Long.MIN_VALUE);
        assertThat(state.modelKey()).isNull();
    }

    @Test
    void aReasonThatSomebodyWroteAtLengthIsStoredWhole() throws IOException {
        MachineUnderTest machine = new MachineUnderTest(Mill.process().build());
        String reason = "Wände zu dünn. ".repeat(10_000);
        machine.release(new Release(
                MachineUnderTest.ID, "PART-1", null, ReleaseDecision.REDESIGN_REQUIRED, null, reason, List.of()));
        machine.sample();

        machine.state = copy(machine.state);
        machine.sample();

        assertThat(machine.newest().release().reason()).endsWith(reason);
    }

    @Test
    void theClockAndTheTimerAreKept() throws IOException {
        TwinState state = new TwinState();
        state.note(1_000);
        state.order().wakeUp(6_001);
        state.silenceTimer(11_000);
        state.newest = 900;

        TwinState read = copy(state);

        assertThat(read.arrival()).isEqualTo(1_000);
        assertThat(read.silenceTimer()).isEqualTo(11_000);
        assertThat(read.newest()).isEqualTo(900);
        assertThat(read.order().wakeUp()).isEqualTo(6_001);
    }

    @Test
    void anArrivalNeverGoesBack() {
        TwinState state = new TwinState();
        state.note(2_000);

        state.note(1_000);

        assertThat(state.arrival()).isEqualTo(2_000);
    }

    @Test
    void aStateOfANewerBuildIsRefusedWithWhatToDo() throws IOException {
        byte[] bytes = written(new TwinState());
        bytes[0] = 9;

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 9")
                .hasMessageContaining("restore it with the build that wrote it");
    }

    private static TwinState copy(TwinState state) throws IOException {
        return read(written(state));
    }

    private static byte[] written(TwinState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        state.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static TwinState read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        TwinState state = TwinState.read(in);
        assertThat(in.available()).as("left over").isZero();
        return state;
    }

    /** A machine that cuts, idles, changes tool, part, phase and model, loses signals, falls silent: all by its seed. */
    private static final class Wandering {

        private static final List<Report> REPORTS =
                List.of(Report.NULL, Report.BAD, Report.UNCERTAIN, Report.NOT_A_NUMBER, Report.ABSENT);

        private final Random random;
        private double over;
        private int tool = 1;
        private int part = 1;

        Wandering(long seed) {
            random = new Random(seed);
        }

        void step(MachineUnderTest machine) {
            switch (random.nextInt(30)) {
                case 0 -> machine.toolId = "TOOL-" + ++tool;
                case 1 -> machine.partId = "BRACKET-" + ++part;
                case 2, 3 -> machine.phase = Mill.PHASES.get(random.nextInt(4));
                case 4 -> machine.phase = "unknown";
                case 5 -> machine.execution = random.nextInt(3) == 0 ? "FEED_HOLD" : "ACTIVE";
                case 6, 7 -> over = random.nextInt(3) == 0 ? 3 : 0;
                case 8 -> machine.feedOverridePct = random.nextBoolean() ? Double.NaN : 50 + random.nextInt(100);
                case 9 -> model(machine);
                case 10 -> machine.fallSilent();
                case 11 -> machine.next += 15_000;
                case 12 -> release(machine);
                case 13 ->
                    machine.intervalMillis = List.of(100L, 2_000L, 5_000L).get(random.nextInt(3));
                default -> {
                    // It goes on as before.
                }
            }
            for (String signal : Mill.SIGNALS) {
                if (random.nextInt(20) == 0) {
                    machine.set(signal, REPORTS.get(random.nextInt(REPORTS.size())));
                } else if (random.nextInt(4) > 0) {
                    machine.set(signal, value(signal));
                }
            }
            machine.sample();
        }

        private double value(String signal) {
            double nominal = switch (signal) {
                case "load" -> 62;
                case "vibration" -> 0.42;
                case "temperature" -> 43;
                case "feed" -> 820;
                default -> 20;
            };
            return nominal * (1 + over * random.nextDouble()) + random.nextGaussian() * nominal / 20;
        }

        private void model(MachineUnderTest machine) {
            ModelBuilder process = Mill.process().version(1 + random.nextInt(3));
            machine.use(random.nextInt(6) == 0 ? null : process.build());
        }

        private void release(MachineUnderTest machine) {
            machine.release(new Release(
                    MachineUnderTest.ID,
                    "BRACKET-" + part,
                    null,
                    random.nextBoolean() ? ReleaseDecision.RELEASE_TO_BUILD : ReleaseDecision.NEEDS_ENGINEERING_REVIEW,
                    null,
                    "first article",
                    List.of("wear")));
        }
    }
}
