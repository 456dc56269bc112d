package org.feedhold.operators.acquisition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.feedhold.twin.action.OperatorAction;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.process.ControlDecoder;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.process.ReleasePolicy;
import org.feedhold.twin.release.Release;
import org.feedhold.twin.release.ReleaseDecision;
import org.junit.jupiter.api.Test;

class ControlRegisterTest {

    private static final String KEY = "M1/P1";
    private static final long ARRIVAL = 1_000;

    private final ControlRegister register = new ControlRegister(new ReleasesOfM1());

    @Test
    void anOlderRecordThatComesAgainDoesNotUndoANewerOne() {
        register.take(release(KEY, 0, ReleaseDecision.REDESIGN_REQUIRED));
        register.take(release(KEY, 1, ReleaseDecision.RELEASE_TO_BUILD));

        register.take(release(KEY, 0, ReleaseDecision.REDESIGN_REQUIRED));

        assertThat(decision()).isNull();
    }

    @Test
    void aRecordUnderAWrongKeyChangesNothing() {
        register.take(release(KEY, 0, ReleaseDecision.RELEASE_TO_BUILD));

        register.take(release("M2/P1", 1, ReleaseDecision.REDESIGN_REQUIRED));

        assertThat(decision()).isNull();
    }

    @Test
    void theNewestRecordCounts() {
        register.take(release(KEY, 0, ReleaseDecision.RELEASE_TO_BUILD));
        register.take(release(KEY, 1, ReleaseDecision.REDESIGN_REQUIRED));

        assertThat(decision()).isEqualTo(Decision.DO_NOT_PROCEED);
    }

    @Test
    void aRecordThatComesAfterOneForWhichItCountsWasJudgedIsTooLate() {
        ControlRecord known = release(KEY, 0, ReleaseDecision.RELEASE_TO_BUILD);
        ControlRecord told = release(KEY, 1, ReleaseDecision.RELEASE_TO_BUILD);
        register.take(known);

        assertThat(register.takeWhileRunning(known, ARRIVAL + 60_000)).isFalse();
        assertThat(register.takeWhileRunning(told, ARRIVAL + ControlRecord.PROPAGATION_MILLIS - 1))
                .isFalse();
        assertThat(register.takeWhileRunning(
                        release(KEY, 2, ReleaseDecision.RELEASE_TO_BUILD), ARRIVAL + ControlRecord.PROPAGATION_MILLIS))
                .isTrue();
    }

    private Decision decision() {
        return register.releases()
                .judge("M1", "P1", "milling", ReleasePolicy.OPTIONAL, Long.MAX_VALUE)
                .decision();
    }

    private static ControlRecord release(String key, long offset, ReleaseDecision decision) {
        byte[] value = decision.name().getBytes(StandardCharsets.UTF_8);
        return new ControlRecord(ControlRecord.Kind.RELEASE, key, value, ARRIVAL, "releases", 0, offset);
    }

    /** Reads the decision about part P1 on machine M1. */
    private static final class ReleasesOfM1 implements ControlDecoder {

        private static final long serialVersionUID = 1L;

        @Override
        public ProcessModel processModel(byte[] value) {
            throw new IllegalArgumentException("this is a release");
        }

        @Override
        public Release release(byte[] value) {
            ReleaseDecision decision = ReleaseDecision.valueOf(new String(value, StandardCharsets.UTF_8));
            return new Release("M1", "P1", null, decision, null, null, List.of());
        }

        @Override
        public OperatorAction operatorAction(byte[] value) {
            throw new IllegalArgumentException("this is a release");
        }
    }
}
