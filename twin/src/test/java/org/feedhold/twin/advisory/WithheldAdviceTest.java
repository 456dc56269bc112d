package org.feedhold.twin.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.health.SignalReading;
import org.junit.jupiter.api.Test;

/** What was withheld of a machine, and how it survives a checkpoint. */
class WithheldAdviceTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_783_317_600_000L);

    @Test
    void aSilenceThatWaitsToBeJudgedIsTheSameAfterARestore() throws IOException {
        WithheldAdvice withheld = new WithheldAdvice();
        List<WrittenAdvice> written = new ArrayList<>();
        MachineAdvisory silence = advisory(true, 1_000, NOW);
        MachineAdvisory returned = advisory(false, 2_000, null);
        withheld.take(silence, true, written);
        withheld.take(returned, false, written);
        assertThat(written).isEmpty();

        WithheldAdvice restored = restored(withheld);
        restored.silentAlone(written);
        restored.release(2_000, written);

        assertThat(written)
                .containsExactly(WrittenAdvice.of(silence.advisory()), WrittenAdvice.of(returned.advisory()));
        assertThat(restored.isEmpty()).isTrue();
    }

    @Test
    void whatComesAfterASilenceWaitsForTheClockToPassIt() {
        WithheldAdvice withheld = new WithheldAdvice();
        List<WrittenAdvice> written = new ArrayList<>();
        withheld.take(advisory(true, 1_000, NOW), true, written);
        withheld.take(advisory(false, 2_000, NOW), false, written);

        withheld.silentAlone(written);
        withheld.release(1_999, written);

        assertThat(written).hasSize(1);
    }

    private static WithheldAdvice restored(WithheldAdvice withheld) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        withheld.write(new DataOutputStream(bytes));
        return WithheldAdvice.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    private static MachineAdvisory advisory(boolean silent, long after, Instant end) {
        EpisodeEvent event = new EpisodeEvent(
                "silence",
                "MILL-1",
                "sensor_dropout",
                EpisodeState.OPENED,
                NOW,
                Severity.CRITICAL,
                NOW,
                end,
                5,
                6,
                new Peak(null, 90.5, "%", 80.0, -1.5),
                "cause",
                ClosedBy.RETURNED,
                "milling",
                "cut",
                "P",
                "T1",
                "silence_after@m@1",
                true,
                List.of("MILL-1"));
        Finding finding = new Finding(
                "sensor_dropout",
                "silence",
                Severity.CRITICAL,
                Priority.HIGH,
                AlarmState.UNACKNOWLEDGED,
                NOW,
                "load",
                90.5,
                "%",
                60.0,
                80.0,
                2.5,
                3,
                "cause",
                "r@m@1");
        Recommendation recommendation = new Recommendation(
                        "id",
                        "MILL-1",
                        "P",
                        "WO",
                        "B",
                        "milling",
                        "cut",
                        NOW,
                        Monitoring.SILENT,
                        Decision.DO_NOT_PROCEED,
                        Decision.WATCH,
                        Basis.MISSING_DATA,
                        AppliesTo.AUTOMATION,
                        List.of(new Advice("a", "act")),
                        List.of(EpisodeKeeper.CONNECTION),
                        "why",
                        0.25,
                        0.5,
                        true,
                        false,
                        List.of("r: load is stuck"),
                        List.of(finding),
                        List.of(new OpenCheck("id", "overload", null, "look", NOW)),
                        78,
                        0.75,
                        "m@1",
                        "q@1",
                        true,
                        "EDGE-1",
                        List.of("MILL-1", "MILL-2"))
                .after(Decision.WATCH);
        Health health = new Health(
                "MILL-1",
                NOW,
                Monitoring.SILENT,
                "why",
                "ACTIVE",
                "P",
                "milling",
                "cut",
                "T1",
                80,
                Severity.CRITICAL,
                Decision.DO_NOT_PROCEED,
                List.of(new SignalReading("load", null, "%", 1.0, 2.0, null, 3.0, 4.0, SignalQuality.STUCK)),
                List.of("sensor_dropout"),
                false,
                true,
                0.5,
                "m@1",
                true,
                "EDGE-1");
        return new MachineAdvisory(
                "EDGE-1",
                "MILL-1",
                after,
                silent,
                new Advisory(List.of(event), recommendation, health, null),
                Decision.WATCH,
                "before",
                "now",
                false);
    }
}
