package org.feedhold.twin.advisory;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.health.SignalReading;
import org.feedhold.twin.storage.CompactInput;
import org.feedhold.twin.storage.CompactOutput;
import org.jspecify.annotations.Nullable;

/** How an advisory lies in a checkpoint while it is withheld. The version is that of {@link WithheldAdvice}. */
final class AdvisoryLayout {

    private static final Decision[] DECISIONS = Decision.values();
    private static final Severity[] SEVERITIES = Severity.values();
    private static final Monitoring[] MONITORINGS = Monitoring.values();
    private static final EpisodeState[] EPISODE_STATES = EpisodeState.values();
    private static final ClosedBy[] CLOSED_BY = ClosedBy.values();
    private static final Basis[] BASES = Basis.values();
    private static final AppliesTo[] APPLIES_TO = AppliesTo.values();
    private static final Priority[] PRIORITIES = Priority.values();
    private static final AlarmState[] ALARM_STATES = AlarmState.values();
    private static final SignalQuality[] QUALITIES = SignalQuality.values();

    private AdvisoryLayout() {}

    private interface Writer<T> {
        void write(T value, CompactOutput out) throws IOException;
    }

    private interface Reader<T> {
        T read(CompactInput in) throws IOException;
    }

    static void write(MachineAdvisory of, CompactOutput out) throws IOException {
        Advisory advisory = of.advisory();
        Recommendation recommendation = advisory.recommendation();
        Health health = advisory.health();
        out.text(of.gatewayId());
        out.text(of.machineId());
        out.time(of.after(), 0);
        out.flags(of.silent(), of.actedBefore(), recommendation != null, health != null);
        out.choice(of.decisionBefore());
        out.text(of.saidBefore());
        out.text(of.said());
        writeAll(advisory.episodes(), AdvisoryLayout::writeEpisode, out);
        if (recommendation != null) {
            writeRecommendation(recommendation, out);
        }
        if (health != null) {
            writeHealth(health, out);
        }
    }

    static MachineAdvisory read(CompactInput in) throws IOException {
        String gatewayId = required(in);
        String machineId = required(in);
        long after = in.time(0);
        int flags = in.flags();
        Decision decisionBefore = in.choice(DECISIONS);
        String saidBefore = required(in);
        String said = required(in);
        List<EpisodeEvent> episodes = readAll(AdvisoryLayout::readEpisode, in);
        Recommendation recommendation = CompactInput.isSet(flags, 2) ? readRecommendation(in) : null;
        Health health = CompactInput.isSet(flags, 3) ? readHealth(in) : null;
        return new MachineAdvisory(
                gatewayId,
                machineId,
                after,
                CompactInput.isSet(flags, 0),
                new Advisory(episodes, recommendation, health, null),
                decisionBefore,
                saidBefore,
                said,
                CompactInput.isSet(flags, 1));
    }

    private static void writeEpisode(EpisodeEvent event, CompactOutput out) throws IOException {
        Peak peak = event.peak();
        out.text(event.episodeId());
        out.text(event.machineId());
        out.text(event.code());
        out.choice(event.state());
        time(event.timestamp(), out);
        out.choice(event.severity());
        time(event.start(), out);
        time(event.end(), out);
        out.count(event.durationMs());
        out.count(event.samples());
        out.text(peak.signal());
        number(peak.value(), out);
        out.text(peak.unit());
        number(peak.limit(), out);
        number(peak.zScore(), out);
        out.text(event.causedBy());
        out.choice(event.closedBy());
        out.text(event.operation());
        out.text(event.processPhase());
        out.text(event.partId());
        out.text(event.toolId());
        out.text(event.rule());
        out.flags(event.simulated());
        writeAll(event.machines(), (machineId, to) -> to.text(machineId), out);
    }

    private static EpisodeEvent readEpisode(CompactInput in) throws IOException {
        return new EpisodeEvent(
                required(in),
                required(in),
                required(in),
                Objects.requireNonNull(in.choice(EPISODE_STATES)),
                requiredTime(in),
                Objects.requireNonNull(in.choice(SEVERITIES)),
                requiredTime(in),
                time(in),
                in.count(),
                (int) in.count(),
                new Peak(in.text(), number(in), in.text(), number(in), number(in)),
                in.text(),
                in.choice(CLOSED_BY),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                required(in),
                CompactInput.isSet(in.flags(), 0),
                readAll(AdvisoryLayout::required, in));
    }

    private static void writeRecommendation(Recommendation recommendation, CompactOutput out) throws IOException {
        out.text(recommendation.id());
        out.text(recommendation.machineId());
        out.text(recommendation.partId());
        out.text(recommendation.workOrder());
        out.text(recommendation.partRevision());
        out.text(recommendation.operation());
        out.text(recommendation.processPhase());
        time(recommendation.timestamp(), out);
        out.choice(recommendation.monitoring());
        out.choice(recommendation.decision());
        out.choice(recommendation.previousDecision());
        out.choice(recommendation.basis());
        out.choice(recommendation.appliesTo());
        writeAll(recommendation.actions(), AdvisoryLayout::writeAdvice, out);
        writeAll(recommendation.requiredChecks(), AdvisoryLayout::writeAdvice, out);
        out.text(recommendation.rationale());
        number(recommendation.evidenceStrength(), out);
        number(recommendation.confidence(), out);
        out.flags(recommendation.dataTrusted(), recommendation.parameterChangeAllowed(), recommendation.simulated());
        writeAll(recommendation.notEvaluated(), (reason, to) -> to.text(reason), out);
        writeAll(recommendation.findings(), AdvisoryLayout::writeFinding, out);
        writeAll(recommendation.openChecks(), AdvisoryLayout::writeCheck, out);
        out.count(recommendation.healthScore());
        number(recommendation.qualityRisk(), out);
        out.text(recommendation.processModel());
        out.text(recommendation.qualityModel());
        out.text(recommendation.silentGateway());
        writeAll(recommendation.machines(), (machineId, to) -> to.text(machineId), out);
    }

    private static Recommendation readRecommendation(CompactInput in) throws IOException {
        String id = required(in);
        String machineId = required(in);
        String partId = in.text();
        String workOrder = in.text();
        String partRevision = in.text();
        String operation = in.text();
        String processPhase = in.text();
        Instant timestamp = requiredTime(in);
        Monitoring monitoring = Objects.requireNonNull(in.choice(MONITORINGS));
        Decision decision = in.choice(DECISIONS);
        Decision previousDecision = in.choice(DECISIONS);
        Basis basis = Objects.requireNonNull(in.choice(BASES));
        AppliesTo appliesTo = Objects.requireNonNull(in.choice(APPLIES_TO));
        List<Advice> actions = readAll(AdvisoryLayout::readAdvice, in);
        List<Advice> requiredChecks = readAll(AdvisoryLayout::readAdvice, in);
        String rationale = required(in);
        Double evidenceStrength = number(in);
        Double confidence = number(in);
        int flags = in.flags();
        return new Recommendation(
                id,
                machineId,
                partId,
                workOrder,
                partRevision,
                operation,
                processPhase,
                timestamp,
                monitoring,
                decision,
                previousDecision,
                basis,
                appliesTo,
                actions,
                requiredChecks,
                rationale,
                evidenceStrength,
                confidence,
                CompactInput.isSet(flags, 0),
                CompactInput.isSet(flags, 1),
                readAll(AdvisoryLayout::required, in),
                readAll(AdvisoryLayout::readFinding, in),
                readAll(AdvisoryLayout::readCheck, in),
                (int) in.count(),
                number(in),
                in.text(),
                in.text(),
                CompactInput.isSet(flags, 2),
                in.text(),
                readAll(AdvisoryLayout::required, in));
    }

    private static void writeAdvice(Advice advice, CompactOutput out) throws IOException {
        out.text(advice.code());
        out.text(advice.text());
    }

    private static Advice readAdvice(CompactInput in) throws IOException {
        return new Advice(required(in), required(in));
    }

    private static void writeFinding(Finding finding, CompactOutput out) throws IOException {
        out.text(finding.code());
        out.text(finding.episodeId());
        out.choice(finding.severity());
        out.choice(finding.priority());
        out.choice(finding.alarmState());
        time(finding.since(), out);
        out.text(finding.signal());
        number(finding.value(), out);
        out.text(finding.unit());
        number(finding.expected(), out);
        number(finding.limit(), out);
        number(finding.zScore(), out);
        out.count(finding.samples());
        out.text(finding.causedBy());
        out.text(finding.rule());
    }

    private static Finding readFinding(CompactInput in) throws IOException {
        return new Finding(
                required(in),
                required(in),
                Objects.requireNonNull(in.choice(SEVERITIES)),
                in.choice(PRIORITIES),
                in.choice(ALARM_STATES),
                requiredTime(in),
                in.text(),
                number(in),
                in.text(),
                number(in),
                number(in),
                number(in),
                (int) in.count(),
                in.text(),
                required(in));
    }

    private static void writeCheck(OpenCheck check, CompactOutput out) throws IOException {
        out.text(check.episodeId());
        out.text(check.code());
        out.text(check.partId());
        out.text(check.requiredCheck());
        time(check.since(), out);
    }

    private static OpenCheck readCheck(CompactInput in) throws IOException {
        return new OpenCheck(required(in), required(in), in.text(), required(in), requiredTime(in));
    }

    private static void writeHealth(Health health, CompactOutput out) throws IOException {
        out.text(health.machineId());
        time(health.timestamp(), out);
        out.choice(health.monitoring());
        out.text(health.reason());
        out.text(health.execution());
        out.text(health.partId());
        out.text(health.operation());
        out.text(health.processPhase());
        out.text(health.toolId());
        out.count(health.healthScore());
        out.choice(health.severity());
        out.choice(health.decision());
        writeAll(health.signals(), AdvisoryLayout::writeReading, out);
        writeAll(health.activeCodes(), (code, to) -> to.text(code), out);
        out.flags(health.dataTrusted(), health.parameterChangeAllowed(), health.simulated());
        number(health.qualityRisk(), out);
        out.text(health.processModel());
        out.text(health.silentGateway());
    }

    private static Health readHealth(CompactInput in) throws IOException {
        String machineId = required(in);
        Instant timestamp = requiredTime(in);
        Monitoring monitoring = Objects.requireNonNull(in.choice(MONITORINGS));
        String reason = in.text();
        String execution = in.text();
        String partId = in.text();
        String operation = in.text();
        String processPhase = in.text();
        String toolId = in.text();
        int healthScore = (int) in.count();
        Severity severity = Objects.requireNonNull(in.choice(SEVERITIES));
        Decision decision = in.choice(DECISIONS);
        List<SignalReading> signals = readAll(AdvisoryLayout::readReading, in);
        List<String> activeCodes = readAll(AdvisoryLayout::required, in);
        int flags = in.flags();
        return new Health(
                machineId,
                timestamp,
                monitoring,
                reason,
                execution,
                partId,
                operation,
                processPhase,
                toolId,
                healthScore,
                severity,
                decision,
                signals,
                activeCodes,
                CompactInput.isSet(flags, 0),
                CompactInput.isSet(flags, 1),
                number(in),
                in.text(),
                CompactInput.isSet(flags, 2),
                in.text());
    }

    private static void writeReading(SignalReading reading, CompactOutput out) throws IOException {
        out.text(reading.name());
        number(reading.value(), out);
        out.text(reading.unit());
        number(reading.expected(), out);
        number(reading.residual(), out);
        number(reading.zScore(), out);
        number(reading.limitLow(), out);
        number(reading.limitHigh(), out);
        out.choice(reading.quality());
    }

    private static SignalReading readReading(CompactInput in) throws IOException {
        return new SignalReading(
                required(in),
                number(in),
                required(in),
                number(in),
                number(in),
                number(in),
                number(in),
                number(in),
                Objects.requireNonNull(in.choice(QUALITIES)));
    }

    private static <T> void writeAll(List<T> values, Writer<T> writer, CompactOutput out) throws IOException {
        out.count(values.size());
        for (T value : values) {
            writer.write(value, out);
        }
    }

    private static <T> List<T> readAll(Reader<T> reader, CompactInput in) throws IOException {
        List<T> values = new ArrayList<>();
        long size = in.count();
        for (long i = 0; i < size; i++) {
            values.add(reader.read(in));
        }
        return List.copyOf(values);
    }

    private static void time(@Nullable Instant time, CompactOutput out) throws IOException {
        out.time(time == null ? Long.MIN_VALUE : time.toEpochMilli(), 0);
    }

    private static @Nullable Instant time(CompactInput in) throws IOException {
        long time = in.time(0);
        return time == Long.MIN_VALUE ? null : Instant.ofEpochMilli(time);
    }

    private static Instant requiredTime(CompactInput in) throws IOException {
        return Objects.requireNonNull(time(in), "a time is missing in withheld advice: the state is damaged");
    }

    private static void number(@Nullable Double value, CompactOutput out) throws IOException {
        out.flags(value != null);
        out.number(value);
    }

    private static @Nullable Double number(CompactInput in) throws IOException {
        return in.nullable(CompactInput.isSet(in.flags(), 0));
    }

    private static String required(CompactInput in) throws IOException {
        return Objects.requireNonNull(in.text(), "a text is missing in withheld advice: the state is damaged");
    }
}
