package org.feedhold.twin.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.feedhold.twin.detection.GatewayVerdict.Kind;
import org.junit.jupiter.api.Test;

/** Whose silence it is. Times are in seconds; every machine's time-out is ten. */
class GatewayTwinTest {

    private static final long SILENCE_AFTER = 10;

    private GatewayState state = new GatewayState();

    private static List<PresenceChange> changes(String machineId, Object... presencesAndTimes) {
        List<PresenceChange> changes = new ArrayList<>();
        for (int i = 0; i < presencesAndTimes.length; i += 2) {
            long at = (int) presencesAndTimes[i + 1];
            changes.add(new PresenceChange(
                    "EDGE-1", machineId, (Presence) presencesAndTimes[i], at, at + 1_000, SILENCE_AFTER, false));
        }
        return changes;
    }

    @SafeVarargs
    private List<String> judge(long now, List<PresenceChange>... machines) {
        for (List<PresenceChange> machine : machines) {
            machine.forEach(state::note);
        }
        List<String> said = new ArrayList<>();
        while (state.firstChange() <= now) {
            GatewayTwin.judge(state, state.firstChange()).forEach(verdict -> said.add(text(verdict)));
        }
        GatewayTwin.reportOverdue(state, now).forEach(verdict -> said.add(text(verdict)));
        return said;
    }

    private static String text(GatewayVerdict verdict) {
        boolean ofGateway = verdict.kind() == Kind.GATEWAY_SILENT || verdict.kind() == Kind.GATEWAY_BACK;
        return ofGateway ? verdict.kind().name() : verdict.kind() + " " + verdict.machineId();
    }

    @Test
    void machinesThatFallSilentTogetherAreSilentWithTheirGateway() {
        List<String> said = judge(
                40,
                changes("A", Presence.JOINED, 0, Presence.QUIET, 15, Presence.SILENT, 20, Presence.HEARD, 35),
                changes("B", Presence.JOINED, 1, Presence.QUIET, 16, Presence.SILENT, 21, Presence.HEARD, 36),
                changes("C", Presence.JOINED, 2, Presence.QUIET, 17, Presence.OFFLINE, 22));

        assertThat(said)
                .containsExactly(
                        "GATEWAY_SILENT",
                        "SILENT_WITH_GATEWAY A",
                        "SILENT_WITH_GATEWAY B",
                        "BACK A",
                        "GATEWAY_BACK",
                        "BACK B");
        assertThat(state.together()).containsExactly("A", "B", "C");
        assertThat(state.silentSince()).isEqualTo(1_020);
    }

    @Test
    void aMachineIsSilentForItselfWhileAnotherOfItsGatewayIsHeard() {
        List<String> said = judge(
                40,
                changes("A", Presence.JOINED, 0, Presence.QUIET, 15, Presence.SILENT, 20),
                changes("B", Presence.JOINED, 1));

        assertThat(said).containsExactly("SILENT_ALONE A");
    }

    @Test
    void theOnlyMachineOfAGatewayIsSilentForItself() {
        assertThat(judge(40, changes("A", Presence.JOINED, 0, Presence.QUIET, 15, Presence.SILENT, 20)))
                .containsExactly("SILENT_ALONE A");
    }

    @Test
    void aMachineIsSilentForItselfIfTheOthersHadBeenMissedWhileItWasStillHeard() {
        List<String> said = judge(
                40,
                changes("A", Presence.JOINED, 0, Presence.QUIET, 5, Presence.OFFLINE, 10),
                changes("B", Presence.JOINED, 0, Presence.QUIET, 15, Presence.SILENT, 20));

        assertThat(said).containsExactly("SILENT_ALONE B");
    }

    @Test
    void aMachineThatStaysSilentForItsTimeOutAfterItsGatewayIsBackIsSilentForItself() {
        List<String> said = judge(
                40,
                changes("A", Presence.JOINED, 0, Presence.QUIET, 15, Presence.SILENT, 20, Presence.HEARD, 25),
                changes("B", Presence.JOINED, 0, Presence.QUIET, 15, Presence.SILENT, 20));

        assertThat(said)
                .containsExactly(
                        "GATEWAY_SILENT",
                        "SILENT_WITH_GATEWAY A",
                        "SILENT_WITH_GATEWAY B",
                        "BACK A",
                        "GATEWAY_BACK",
                        "SILENT_ALONE B");
    }

    @Test
    void aGatewayWhoseSilentMachinesAreHeardThroughAnotherOneIsNotSilentAnyMore() {
        List<String> said = judge(
                40,
                changes("A", Presence.JOINED, 0, Presence.QUIET, 15, Presence.SILENT, 20, Presence.LEFT, 30),
                changes("B", Presence.JOINED, 0, Presence.QUIET, 15, Presence.SILENT, 20, Presence.LEFT, 31));

        assertThat(said.subList(3, 6)).containsExactly("SILENT_ALONE A", "SILENT_ALONE B", "GATEWAY_BACK");
        assertThat(state.isEmpty()).isTrue();
    }

    @Test
    void whatIsKnownDoesNotDependOnTheOrderInWhichMachinesAreHeardOfNorOnARestoreInBetween() throws IOException {
        List<List<PresenceChange>> machines = List.of(
                changes("A", Presence.JOINED, 0, Presence.QUIET, 15, Presence.SILENT, 20, Presence.HEARD, 25),
                changes("B", Presence.JOINED, 0, Presence.QUIET, 16, Presence.SILENT, 21, Presence.HEARD, 50),
                changes("C", Presence.JOINED, 3, Presence.QUIET, 8, Presence.HEARD, 9, Presence.QUIET, 14),
                changes("D", Presence.JOINED, 3, Presence.QUIET, 18, Presence.SILENT, 23));
        List<String> inOrder = judge(100, machines.get(0), machines.get(1), machines.get(2), machines.get(3));
        assertThat(inOrder).hasSizeGreaterThan(6);

        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            state = new GatewayState();
            List<List<PresenceChange>> rest = new ArrayList<>();
            machines.forEach(machine -> rest.add(new ArrayList<>(machine)));
            while (!rest.isEmpty()) {
                Collections.shuffle(rest, random);
                state.note(rest.get(0).remove(0));
                rest.removeIf(List::isEmpty);
            }
            List<String> said = new ArrayList<>();
            for (long now = 0; now <= 100; now++) {
                said.addAll(judge(now));
                state = restored(state);
            }

            assertThat(said).as("seed %d", seed).isEqualTo(inOrder);
        }
    }

    private static GatewayState restored(GatewayState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        state.write(new DataOutputStream(bytes));
        return GatewayState.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
