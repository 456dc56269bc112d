package org.feedhold.twin.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.twin.detection.EdgeKind.BEGAN;
import static org.feedhold.twin.detection.EdgeKind.BREACH;
import static org.feedhold.twin.detection.EdgeKind.BROKEN;
import static org.feedhold.twin.detection.EdgeKind.CONTEXT_LEFT;
import static org.feedhold.twin.detection.EdgeKind.RELEASE_CHANGED;
import static org.feedhold.twin.detection.EdgeKind.SILENCE_ENDED;
import static org.feedhold.twin.detection.EdgeKind.SILENT;
import static org.feedhold.twin.detection.EdgeKind.TOOL_CHANGED;
import static org.feedhold.twin.fixture.MachineUnderTest.START;
import static org.feedhold.twin.fixture.MachineUnderTest.since;
import static org.feedhold.twin.fixture.ModelBuilder.expect;
import static org.feedhold.twin.fixture.ModelBuilder.model;
import static org.feedhold.twin.fixture.RuleBuilder.dropout;
import static org.feedhold.twin.fixture.RuleBuilder.rule;
import static org.feedhold.twin.fixture.SignalBuilder.signal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.feedhold.twin.acquisition.Sample.Report;
import org.feedhold.twin.advisory.ClosedBy;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.fixture.MachineUnderTest;
import org.feedhold.twin.fixture.ModelBuilder;
import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.Level;
import org.feedhold.twin.process.ZScoreSpec;
import org.feedhold.twin.release.Release;
import org.feedhold.twin.release.ReleaseDecision;
import org.feedhold.twin.release.ReleaseVerdict;
import org.junit.jupiter.api.Test;

/** What a machine is doing: phases, tools, models, idling, silence, trust and releases. */
class ContextTest {

    private static final String LOAD = "load";
    private static final String WEAR = "wear";

    // ---- monitoring ------------------------------------------------------------------------------------------------

    @Test
    void aMachineThatCutsInAKnownPhaseIsMonitored() {
        MachineUnderTest machine = machine();

        machine.sample(LOAD, 60);

        assertThat(machine.newest().monitoring()).isEqualTo(Monitoring.MONITORED);
        assertThat(machine.newest().reason()).isNull();
        assertThat(machine.newest().processModel()).isEqualTo("m@1");
        assertThat(machine.newest().context())
                .isEqualTo(new MachineContext("PART-1", null, null, "milling", "cut", "T1", null, true));
    }

    @Test
    void aMachineThatDoesNotCutIsIdleWhateverItsSignalsSay() {
        MachineUnderTest machine = machine();
        machine.execution = "FEED_HOLD";

        machine.samples(LOAD, 500, 500, 500);

        assertThat(machine.newest().monitoring()).isEqualTo(Monitoring.IDLE);
        assertThat(machine.newest().reason()).contains("FEED_HOLD");
        assertThat(machine.newest().dataTrusted()).isFalse();
        assertThat(machine.evidence).allMatch(evidence -> evidence.edges().isEmpty());
    }

    @Test
    void anUnknownPhaseAndAnUnknownOperationAreUnmodelledAndRaiseNothing() {
        MachineUnderTest machine = machine();
        machine.phase = "drilling";
        machine.samples(LOAD, 500, 500);
        assertThat(machine.newest().monitoring()).isEqualTo(Monitoring.UNMODELLED);
        assertThat(machine.newest().reason()).isEqualTo("process model m@1 has no phase drilling");

        machine.use(null);
        machine.sample(LOAD, 500);

        assertThat(machine.newest().reason()).isEqualTo("no process model for operation milling");
        assertThat(machine.opened()).isEmpty();
    }

    @Test
    void whoStopsCuttingLeavesTheContextAndItsEpisodesEnd() {
        MachineUnderTest machine = machine();
        machine.samples(LOAD, 90, 90);
        machine.execution = "STOPPED";

        machine.sample();

        assertThat(machine.edges("")).containsExactly(CONTEXT_LEFT);
        assertThat(machine.episodes.get(1).closedBy()).isEqualTo(ClosedBy.CONTEXT_CHANGE);
        machine.sample();
        assertThat(machine.newest().edges()).as("only once").isEmpty();
    }

    @Test
    void whoEntersAnUnknownPhaseLeavesTheContextToo() {
        MachineUnderTest machine = machine();
        machine.samples(LOAD, 90, 90);
        machine.phase = null;

        machine.sample();

        assertThat(machine.edges("")).containsExactly(CONTEXT_LEFT);
        assertThat(machine.closed()).containsExactly("overload");
    }

    @Test
    void aBreachFromBeforeAnIdleTimeIsNotCountedAfterIt() {
        MachineUnderTest machine = machine();
        machine.samples(LOAD, 60, 90);
        machine.execution = "READY";
        machine.sample();
        machine.execution = null;

        machine.sample(LOAD, 90);
        assertThat(machine.opened()).isEmpty();
        machine.sample(LOAD, 90);

        assertThat(machine.opened()).containsExactly("overload");
        assertThat(since(machine.episodes.get(0).start())).isEqualTo(6_000);
    }

    @Test
    void aPhaseChangeIsToldAtOnceAndEndsNoEpisodeOnItsOwn() {
        MachineUnderTest machine = new MachineUnderTest(process().build(), 10_000);
        machine.samples(LOAD, 90, 90);
        machine.sample(LOAD, 90);
        machine.phase = "finish";

        machine.sample(LOAD, 90);

        assertThat(machine.newest().healthDue()).isTrue();
        assertThat(machine.newest().context().processPhase()).isEqualTo("finish");
        assertThat(machine.closed()).isEmpty();
    }

    // ---- tools -----------------------------------------------------------------------------------------------------

    @Test
    void aToolChangeEndsToolWearAndNothingElse() {
        MachineUnderTest machine = machine();
        machine.set(WEAR, 40).samples(LOAD, 90, 90);
        assertThat(machine.opened()).containsExactlyInAnyOrder("overload", "tool_wear");
        machine.toolId = "T2";

        machine.set(WEAR, 2).sample();

        assertThat(machine.edges("")).containsExactly(TOOL_CHANGED);
        EpisodeEvent closed = machine.episodes.get(2);
        assertThat(closed.code()).isEqualTo("tool_wear");
        assertThat(closed.closedBy()).isEqualTo(ClosedBy.TOOL_CHANGE);
        assertThat(machine.closed()).containsExactly("tool_wear");
    }

    @Test
    void aToolThatIsWornFromTheStartOpensAnEpisodeOfItsOwn() {
        MachineUnderTest machine = machine();
        machine.set(WEAR, 40).samples(LOAD, 60, 60);
        machine.toolId = "T2";

        machine.repeat(2);

        assertThat(machine.opened()).containsExactly("tool_wear", "tool_wear");
        assertThat(since(machine.episodes.get(2).start())).isEqualTo(4_000);
    }

    @Test
    void whatTheOldToolBeganDoesNotCountForTheNewOne() {
        MachineUnderTest machine = machine();
        machine.set(WEAR, 10).sample(LOAD, 60);
        machine.sample(WEAR, 40);
        machine.toolId = "T2";
        machine.sample(WEAR, 40);
        assertThat(machine.edges("tool_wear/high")).containsExactly(BROKEN, BEGAN, BREACH);
        assertThat(machine.opened()).as("one sample with each tool").isEmpty();

        machine.sample(WEAR, 40);

        assertThat(machine.opened()).containsExactly("tool_wear");
        assertThat(since(machine.episodes.get(0).start())).isEqualTo(4_000);
    }

    @Test
    void aToolChangeEmptiesTheBaselines() {
        MachineUnderTest machine = machine();
        machine.set(LOAD, 60).repeat(10);
        assertThat(machine.reading(LOAD).zScore()).isNotNull();
        machine.toolId = "T2";

        machine.repeat(1);
        assertThat(machine.reading(LOAD).zScore()).isNull();
        machine.repeat(4);

        assertThat(machine.reading(LOAD).zScore()).isNotNull();
    }

    @Test
    void aToolChangeThatAnOperatorTellsIsThatOfANewToolId() {
        MachineUnderTest byId = machine();
        MachineUnderTest told = machine();
        for (MachineUnderTest machine : List.of(byId, told)) {
            machine.set(WEAR, 10).set(LOAD, 60).repeat(10);
            machine.set(WEAR, 40).samples(LOAD, 90, 90);
        }
        byId.toolId = "T2";
        told.toolChanged = true;

        for (MachineUnderTest machine : List.of(byId, told)) {
            machine.set(WEAR, 2).samples(LOAD, 60, 60, 60);
        }

        assertThat(told.evidence)
                .extracting(Evidence::edges)
                .isEqualTo(byId.evidence.stream().map(Evidence::edges).toList());
        assertThat(told.evidence)
                .extracting(Evidence::signals)
                .isEqualTo(byId.evidence.stream().map(Evidence::signals).toList());
        assertThat(told.episodes)
                .filteredOn(episode -> episode.closedBy() == ClosedBy.TOOL_CHANGE)
                .extracting(EpisodeEvent::code)
                .containsExactly("tool_wear");
        assertThat(told.newest().context().toolId()).isEqualTo("T1");
    }

    @Test
    void aSampleWithoutAToolIsNoToolChange() {
        MachineUnderTest machine = machine();
        machine.set(LOAD, 60).repeat(10);
        machine.toolId = null;
        machine.sample();
        machine.toolId = "T1";

        machine.sample();

        assertThat(machine.reading(LOAD).zScore()).isNotNull();
        assertThat(machine.evidence)
                .noneMatch(evidence -> evidence.edges().stream().anyMatch(edge -> edge.kind() == TOOL_CHANGED));
    }

    @Test
    void anUnmodelledMachineMayChangeItsTool() {
        MachineUnderTest machine = new MachineUnderTest(null);
        machine.sample();
        machine.toolId = "T2";

        machine.sample();

        assertThat(machine.newest().context().toolId()).isEqualTo("T2");
        assertThat(machine.newest().monitoring()).isEqualTo(Monitoring.UNMODELLED);
    }

    // ---- models ----------------------------------------------------------------------------------------------------

    @Test
    void anotherModelVersionBeginsWithoutAnythingOfTheOldOne() {
        MachineUnderTest machine = machine();
        machine.set(LOAD, 60).repeat(10);
        machine.samples(LOAD, 90, 90);
        machine.use(process().version(2).build());

        machine.sample(LOAD, 90);
        assertThat(machine.edges("")).containsExactly(CONTEXT_LEFT);
        assertThat(machine.closed()).containsExactly("overload");
        assertThat(machine.newest().processModel()).isEqualTo("m@2");
        assertThat(machine.reading(LOAD).zScore()).isNull();
        machine.sample(LOAD, 90);

        assertThat(machine.opened()).containsExactly("overload", "overload");
        assertThat(machine.recommendation().findings().get(0).rule()).isEqualTo("overload@m@2");
    }

    @Test
    void aModelThatComesMakesAnUnmodelledMachineMonitored() {
        MachineUnderTest machine = new MachineUnderTest(null);
        machine.sample();
        machine.use(process().build());

        machine.sample(LOAD, 60);

        assertThat(machine.newest().monitoring()).isEqualTo(Monitoring.MONITORED);
        assertThat(machine.newest().edges()).isEmpty();
    }

    // ---- silence ---------------------------------------------------------------------------------------------------

    @Test
    void aMachineThatWasCuttingIsSilentFromTheEndOfItsTimeOut() {
        MachineUnderTest machine = machine();
        machine.sample(LOAD, 60);

        Evidence evidence = Objects.requireNonNull(machine.fallSilent());

        assertThat(evidence.timestamp()).isEqualTo(START + 10_000);
        assertThat(evidence.monitoring()).isEqualTo(Monitoring.SILENT);
        assertThat(evidence.dataTrusted()).isFalse();
        assertThat(machine.edges("")).containsExactly(SILENT);
        assertThat(machine.opened()).containsExactly("sensor_dropout");
        assertThat(machine.fallSilent()).as("known").isNull();
    }

    @Test
    void aSilenceEndsWithTheReturningSample() {
        MachineUnderTest machine = machine();
        machine.sample(LOAD, 60);
        machine.fallSilent();
        machine.next = START + 25_000;

        machine.sample(LOAD, 60);

        assertThat(machine.edges("")).containsExactly(SILENCE_ENDED);
        EpisodeEvent closed = machine.episodes.get(1);
        assertThat(since(closed.start())).isEqualTo(10_000);
        assertThat(since(Objects.requireNonNull(closed.end()))).isEqualTo(25_000);
        assertThat(closed.closedBy()).isEqualTo(ClosedBy.RETURNED);
        assertThat(machine.isTrusted()).as("three good samples after a silence").isFalse();
        machine.repeat(2);
        assertThat(machine.isTrusted()).isTrue();
    }

    @Test
    void aSampleThatWasHeldBackByAGatewayEndsTheSilenceNotBeforeItBegan() {
        MachineUnderTest machine = machine();
        machine.sample(LOAD, 60);
        machine.fallSilent();

        machine.sample(LOAD, 60);

        EpisodeEvent closed = machine.episodes.get(1);
        assertThat(since(Objects.requireNonNull(closed.end()))).isEqualTo(10_000);
        assertThat(since(closed.timestamp()))
                .as("timestamps of outputs never decrease")
                .isEqualTo(10_000);
    }

    @Test
    void aMachineThatWasIdleGoesOfflineAndRaisesNothing() {
        MachineUnderTest machine = machine();
        machine.execution = "READY";
        machine.sample(LOAD, 60);

        machine.fallSilent();
        assertThat(machine.newest().monitoring()).isEqualTo(Monitoring.OFFLINE);
        assertThat(machine.newest().edges()).isEmpty();
        assertThat(machine.fallSilent()).isNull();
        machine.execution = "ACTIVE";
        machine.sample();

        assertThat(machine.newest().monitoring()).isEqualTo(Monitoring.MONITORED);
        assertThat(machine.opened()).isEmpty();
    }

    @Test
    void anEpisodeOutlivesASilence() {
        MachineUnderTest machine = machine();
        machine.samples(LOAD, 90, 90);
        machine.fallSilent();

        machine.sample(LOAD, 90);

        assertThat(machine.closed()).containsExactly("sensor_dropout");
    }

    // ---- trust -----------------------------------------------------------------------------------------------------

    @Test
    void trustIsLostWithTheFirstBadSampleAndRegainedWithTheThirdGoodOne() {
        MachineUnderTest machine = machine();
        machine.sample(LOAD, 60);
        assertThat(machine.isTrusted()).isTrue();

        machine.set(LOAD, Report.NULL).sample();
        assertThat(machine.isTrusted()).isFalse();
        machine.sample(LOAD, 60);
        assertThat(machine.isTrusted()).as("after one").isFalse();
        machine.sample();
        assertThat(machine.isTrusted()).as("after two").isFalse();
        machine.sample();
        assertThat(machine.isTrusted()).as("after three").isTrue();
    }

    @Test
    void aBadSampleInBetweenStartsTheCountAnew() {
        MachineUnderTest machine = machine();
        machine.set(LOAD, Report.NULL).sample();
        machine.set(LOAD, 60).repeat(2);
        machine.set(LOAD, Report.BAD).sample();

        machine.set(LOAD, 60).repeat(2);

        assertThat(machine.isTrusted()).isFalse();
    }

    @Test
    void aSignalThatNobodyRequiresMayBeBad() {
        MachineUnderTest machine = machine();

        machine.set(WEAR, Report.NULL).sample(LOAD, 60);

        assertThat(machine.isTrusted()).isTrue();
        assertThat(machine.newest().notEvaluated()).containsExactly("tool_wear: wear is missing");
    }

    @Test
    void aLostRequiredSignalIsAFindingOnTheSignal() {
        MachineUnderTest machine = machine();
        machine.sample(LOAD, 60);

        machine.set(LOAD, Report.NOT_A_NUMBER).repeat(2);

        assertThat(machine.opened()).containsExactly("sensor_dropout");
        assertThat(machine.recommendation().findings().get(0).signal()).isEqualTo(LOAD);
        assertThat(machine.newest().notEvaluated()).contains("overload: load is invalid");
    }

    // ---- releases --------------------------------------------------------------------------------------------------

    @Test
    void aReleaseThatComesWhileThePartIsCutCountsFromTheNextSample() {
        MachineUnderTest machine =
                new MachineUnderTest(process().releaseRequired().build());
        machine.sample(LOAD, 60);
        assertThat(machine.newest().release().decision()).isEqualTo(Decision.DO_NOT_PROCEED);

        machine.release(release("PART-1"));
        machine.sample();

        assertThat(machine.edges("")).containsExactly(RELEASE_CHANGED);
        assertThat(machine.newest().release().decision()).isNull();
        assertThat(machine.closed()).containsExactly("not_released");
    }

    @Test
    void theNextPartIsJudgedOnItsOwnRelease() {
        MachineUnderTest machine =
                new MachineUnderTest(process().releaseRequired().build());
        machine.release(release("PART-1"));
        machine.sample(LOAD, 60);
        assertThat(machine.opened()).isEmpty();
        machine.partId = "PART-2";

        machine.sample();

        assertThat(machine.opened()).containsExactly("not_released");
    }

    @Test
    void aModelThatRequiresReleasesIsObeyedForThePartInTheMachineToo() {
        MachineUnderTest machine = machine();
        machine.sample(LOAD, 60);
        machine.use(process().version(2).releaseRequired().build());

        machine.sample();

        assertThat(machine.opened()).containsExactly("not_released");
    }

    @Test
    void aSignalThatAReleaseWatchesIsRequired() {
        MachineUnderTest machine = machine();
        machine.release(new Release(
                MachineUnderTest.ID, "PART-1", null, ReleaseDecision.RELEASE_TO_BUILD, null, null, List.of(WEAR)));
        machine.set(WEAR, 10).sample(LOAD, 60);
        assertThat(machine.isTrusted()).isTrue();

        machine.set(WEAR, Report.NULL).repeat(2);

        assertThat(machine.isTrusted()).isFalse();
        assertThat(machine.opened()).containsExactly("sensor_dropout");
    }

    // ---- when it speaks --------------------------------------------------------------------------------------------

    @Test
    void nothingIsSaidWhereNothingHappens() {
        MachineUnderTest machine = new MachineUnderTest(process().build(), 10_000);
        machine.set(WEAR, 10).sample(LOAD, 60);

        assertThat(machine.sample(LOAD, 61)).isNull();
        assertThat(machine.sample(LOAD, 60)).isNull();
    }

    @Test
    void healthIsDueWithTheFirstSampleAndThenOnceAnInterval() {
        MachineUnderTest machine = new MachineUnderTest(process().build(), 10_000);
        machine.set(WEAR, 10).set(LOAD, 60).repeat(16);

        assertThat(machine.evidence.stream().map(evidence -> evidence.timestamp() - START))
                .containsExactly(0L, 10_000L, 20_000L, 30_000L);
        assertThat(machine.evidence).allMatch(Evidence::healthDue);
    }

    @Test
    void aChangeOfTrustIsSaidAtOnceAsHealth() {
        MachineUnderTest machine = new MachineUnderTest(process().build(), 60_000);
        machine.set(WEAR, 10).sample(LOAD, 60);

        Evidence evidence = machine.set(LOAD, Report.NULL).sample();

        assertThat(Objects.requireNonNull(evidence).healthDue()).isTrue();
    }

    @Test
    void machinesThatTakeTurnsInOneTwinDoNotSeeEachOther() {
        MachineUnderTest alone = machine();
        alone.set(LOAD, 60).repeat(10);
        MachineTwin shared = new MachineTwin(0);
        CompiledModel compiled = new CompiledModel(process().build());
        TwinState one = new TwinState();
        TwinState other = new TwinState();
        org.feedhold.twin.acquisition.Sample sample = new org.feedhold.twin.acquisition.Sample();
        Evidence last = null;
        for (int i = 0; i < 10; i++) {
            last = shared.observe(one, MachineUnderTest.ID, plain(sample, i, 60), compiled, ReleaseVerdict.RELEASED);
            shared.observe(other, "OTHER", plain(sample, i, 150), compiled, ReleaseVerdict.RELEASED);
        }

        assertThat(last).isEqualTo(alone.newest());
    }

    private static org.feedhold.twin.acquisition.Sample plain(
            org.feedhold.twin.acquisition.Sample sample, int n, double load) {
        sample.reset(2);
        sample.timestamp = START + n * 2_000L;
        sample.partId = "PART-1";
        sample.operation = "milling";
        sample.processPhase = "cut";
        sample.toolId = "T1";
        sample.simulated = true;
        sample.reports[0] = Report.NUMBER;
        sample.values[0] = load;
        return sample;
    }

    private static Release release(String partId) {
        return new Release(
                MachineUnderTest.ID, partId, "milling", ReleaseDecision.RELEASE_TO_BUILD, null, null, List.of());
    }

    private static MachineUnderTest machine() {
        return new MachineUnderTest(process().build());
    }

    private static ModelBuilder process() {
        return model("m")
                .signal(signal(LOAD, "%").required())
                .signal(signal(WEAR, "%"))
                .phase("cut", Map.of(LOAD, expect(60)), Map.of())
                .phase("finish", Map.of(LOAD, expect(40)), Map.of())
                .rule(dropout(Decision.DO_NOT_PROCEED).hits(2, 2))
                .rule(rule("overload", LOAD, Feature.RESIDUAL)
                        .hits(2, 3)
                        .offDelay(6_000)
                        .limit(Level.HIGH, 20, Decision.HUMAN_REVIEW)
                        .zScore(new ZScoreSpec(20, 5, 6, 16, 4, 2)))
                .rule(rule("tool_wear", WEAR, Feature.LEVEL)
                        .hits(2, 3)
                        .offDelay(6_000)
                        .limit(Level.HIGH, 32, Decision.SCHEDULE_INTERVENTION));
    }
}
