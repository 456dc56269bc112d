package org.feedhold.jobs.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.feedhold.connectors.LogSpan;
import org.feedhold.jobs.MonitoringJob;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.jobs.MonitoringOutputs;
import org.feedhold.jobs.MonitoringParts;
import org.feedhold.jobs.replay.Explanation.Gate;
import org.feedhold.jobs.replay.Explanation.OfFinding;
import org.feedhold.operators.acquisition.ControlRegister;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.OpenCheck;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.detection.Evidence;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.health.SignalReading;
import org.jspecify.annotations.Nullable;

/** Explains a recommendation from the log alone: judges its machine's telemetry again and looks at every sample. */
public final class Why {

    /** What is looked at from the beginning of a finding on, and before the recommendation: an episode may last for days. */
    private static final Duration LOOK = Duration.ofMinutes(10);

    private static final int GOOD_SAMPLES_TO_TRUST = 3;

    private Why() {}

    /**
     * Explains a recommendation.
     *
     * @param source options of the job that wrote it, on the topics that hold the telemetry, models and releases
     * @param recommendation the recommendation
     * @param written arrival time of the recommendation in its topic, in epoch milliseconds: all that led to it arrived before
     * @param warmUp how much telemetry before the recommendation is judged again; null for all there is
     * @param parallelism how many partitions are read at the same time
     * @throws ReplayException if its telemetry is not kept any more, or can't be judged
     */
    public static Explanation explain(
            MonitoringJobConfig source,
            Recommendation recommendation,
            long written,
            @Nullable Duration warmUp,
            int parallelism)
            throws Exception {
        long timestamp = recommendation.timestamp().toEpochMilli();
        long from = warmUp == null ? 0 : Math.max(0, timestamp - warmUp.toMillis());
        MonitoringJobConfig everySample = source.withHealthInterval(Duration.ZERO);
        LogSpan span = Replay.find(source, from, written + 1);
        StreamExecutionEnvironment environment = Replay.environment(parallelism);
        MonitoringOutputs outputs = Replay.define(environment, everySample, span, machines(recommendation));
        CollectingSink<SustainedEvidence> evidence = new CollectingSink<>();
        CollectingSink<Recommendation> recommendations = new CollectingSink<>();
        outputs.evidence()
                .process(new KeepFunction<>("evidence", new Interesting(recommendation)))
                .returns(outputs.evidence().getType())
                .uid("interesting")
                .sinkTo(evidence)
                .uid("evidence");
        String judged = recommendation.machineId();
        outputs.recommendations()
                .filter(each -> each.machineId().equals(judged))
                .uid("of-the-same")
                .sinkTo(recommendations)
                .uid("recommendations");
        long records = execute(environment).<Long>getAccumulatorResult(MachineFilterFunction.RECORDS);
        if (records == 0) {
            throw new ReplayException("Topic " + span.topic() + " holds no record of " + recommendation.machineId()
                    + " any more that arrived before this recommendation was written; telemetry is kept for as long as"
                    + " the topic's retention.ms says.");
        }
        return explanation(
                recommendation,
                span.beginning(),
                records,
                recommendations.take(),
                evidence.take(),
                register(everySample, span));
    }

    /** What is said of a gateway follows from all of its machines, and which they are only their records say. */
    private static Set<String> machines(Recommendation recommendation) {
        return recommendation.machines().isEmpty() ? Set.of(recommendation.machineId()) : Set.of();
    }

    private static JobExecutionResult execute(StreamExecutionEnvironment environment) throws Exception {
        try {
            return environment.execute("why");
        } catch (JobExecutionException e) {
            throw Replay.failed(e);
        }
    }

    private static ControlRegister register(MonitoringJobConfig source, LogSpan span) throws Exception {
        MonitoringParts parts = MonitoringJob.parts(source);
        ControlRegister register = new ControlRegister(parts.controlDecoder());
        ArrivedBefore.end(span, source, Set.of()).readToEnd(register::take);
        return register;
    }

    private static Explanation explanation(
            Recommendation recommendation,
            LogSpan.Beginning beginning,
            long records,
            List<Recommendation> recommendations,
            List<SustainedEvidence> evidence,
            ControlRegister register) {
        Instant timestamp = recommendation.timestamp();
        List<OfFinding> findings = new ArrayList<>();
        for (Finding finding : recommendation.findings()) {
            findings.add(FindingTrace.explain(finding, evidence, timestamp, register.models()));
        }
        return new Explanation(
                recommendation,
                last(recommendations, each -> each.timestamp().equals(timestamp)),
                last(recommendations, each -> each.timestamp().isBefore(timestamp)),
                beginning,
                records,
                findings,
                gate(recommendation, evidence));
    }

    private static @Nullable Recommendation last(List<Recommendation> inOrder, Predicate<Recommendation> wanted) {
        Recommendation last = null;
        for (Recommendation recommendation : inOrder) {
            if (wanted.test(recommendation)) {
                last = recommendation;
            }
        }
        return last;
    }

    private static Gate gate(Recommendation recommendation, List<SustainedEvidence> evidence) {
        List<String> reasons = new ArrayList<>();
        Evidence newest = null;
        for (SustainedEvidence each : evidence) {
            if (each.evidence().timestamp() <= recommendation.timestamp().toEpochMilli()) {
                newest = each.evidence();
            }
        }
        if (!recommendation.dataTrusted() && newest != null) {
            String reason = newest.reason();
            if (reason != null) {
                reasons.add(reason);
            }
            for (SignalReading reading : newest.signals()) {
                if (reading.quality() != SignalQuality.GOOD) {
                    reasons.add(
                            reading.name() + " is " + reading.quality().name().toLowerCase(java.util.Locale.ROOT));
                }
            }
            if (reasons.isEmpty()) {
                reasons.add("the signals are good again, but have not been for " + GOOD_SAMPLES_TO_TRUST
                        + " samples in a row");
            }
        }
        for (OpenCheck check : recommendation.openChecks()) {
            reasons.add("an open check of " + check.code() + " since " + check.since() + ": " + check.requiredCheck());
        }
        return new Gate(recommendation.dataTrusted(), recommendation.parameterChangeAllowed(), List.copyOf(reasons));
    }

    /** Evidence that may have to do with a recommendation. */
    private static final class Interesting implements KeepFunction.Choice<SustainedEvidence> {

        private static final long serialVersionUID = 1L;

        private final HashSet<String> machines;
        private final long timestamp;
        private final long[] begins;

        Interesting(Recommendation recommendation) {
            machines = new HashSet<>(recommendation.machines());
            machines.add(recommendation.machineId());
            timestamp = recommendation.timestamp().toEpochMilli();
            begins = recommendation.findings().stream()
                    .mapToLong(finding -> finding.since().toEpochMilli())
                    .toArray();
        }

        @Override
        public boolean keeps(SustainedEvidence evidence, @Nullable Long arrival) {
            if (!machines.contains(evidence.evidence().machineId())) {
                return false;
            }
            long time = evidence.evidence().timestamp();
            boolean kept = isWithin(time, timestamp - LOOK.toMillis(), timestamp);
            for (long begin : begins) {
                kept |= time <= timestamp && isWithin(time, begin, begin + LOOK.toMillis());
            }
            return kept;
        }

        private static boolean isWithin(long time, long first, long last) {
            return time >= first && time <= last;
        }
    }
}
