package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.feedhold.jobs.Trial.Outcome;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.advisory.Advice;
import org.feedhold.twin.advisory.AppliesTo;
import org.feedhold.twin.advisory.Basis;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.advisory.Priority;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.advisory.Severity;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.health.SignalReading;
import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.process.RuleSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever machines send, the job keeps the promises that its users rely on. The streams are drawn from one seed, which every
 * failure names; {@code -Dfeedhold.seed} gives another one.
 */
class VerifyBeforeActPropertyTest {

    private static final long SEED = Long.getLong("feedhold.seed", 1);
    private static final long MINUTE = 60_000;
    private static final int MOST_TOGGLES_A_MINUTE = 12;
    private static final int MOST_VIOLATIONS_SHOWN = 5;
    private static final String Z_SCORE_UNIT = "σ";

    /** A request, at the beginning of a sentence or clause, to do something to the running cut. */
    private static final Pattern ASKS_FOR_A_CHANGE = Pattern.compile(
            "(?:^|[.,;:]\\s*|\\b(?:and|or|then|to|must|should|please)\\s+)"
                    + "(?:abort|adjust|change|cut|decrease|feed|halt|hold|increase|index|interrupt|keep|let|lower|move|open"
                    + "|pause|press|raise|reduce|replace|reset|restart|retract|set|shift|slow|stop|take|turn|withdraw)\\b"
                    + "|\\b(?:stop|stopped|slower|slow down|shut down|feed hold|emergency)\\b",
            Pattern.CASE_INSENSITIVE);

    private static RandomStreams streams;
    private static Outcome outcome;
    private static Map<String, List<Recommendation>> recommendations;
    private static Map<String, List<Health>> health;
    private static Map<String, List<EpisodeEvent>> episodes;
    private static Set<String> parameterChanges;

    @BeforeAll
    static void judgesRandomStreams() {
        streams = new RandomStreams(SEED);
        outcome = streams.trial().run();
        recommendations = outcome.recommendationsByMachine();
        health = outcome.result().health().stream().collect(Collectors.groupingBy(Health::machineId));
        episodes = outcome.result().episodes().stream().collect(Collectors.groupingBy(EpisodeEvent::machineId));
        parameterChanges = streams.models().values().stream()
                .flatMap(model -> model.rules().stream())
                .map(RuleSpec::parameterChange)
                .filter(text -> text != null)
                .collect(Collectors.toSet());
    }

    @Test
    void theStreamsReachEveryPartOfTheJob() {
        List<Recommendation> all = outcome.result().recommendations();

        assertThat(recommendations.keySet()).hasSizeGreaterThan(300);
        assertThat(all).extracting(Recommendation::decision).contains(Decision.values());
        assertThat(all).extracting(Recommendation::basis).contains(Basis.values());
        assertThat(all.stream().filter(Recommendation::parameterChangeAllowed)).hasSizeGreaterThan(300);
        assertThat(all.stream().filter(each -> hasParameterChange(each))).hasSizeGreaterThan(30);
        assertThat(all.stream().flatMap(each -> each.findings().stream()))
                .extracting(Finding::code)
                .contains(
                        "sensor_dropout",
                        "feed_mismatch",
                        "chatter_risk",
                        "thermal_drift",
                        "tool_wear",
                        "load_residual",
                        "load_low")
                .anyMatch(code -> code.startsWith("rule_"));
        assertThat(all.stream().flatMap(each -> each.findings().stream()))
                .anyMatch(finding -> finding.causedBy() != null)
                .anyMatch(finding -> Z_SCORE_UNIT.equals(finding.unit()));
        assertThat(outcome.result().health())
                .extracting(Health::monitoring)
                .contains(
                        Monitoring.MONITORED,
                        Monitoring.IDLE,
                        Monitoring.UNMODELLED,
                        Monitoring.OFFLINE,
                        Monitoring.SILENT);
        assertThat(outcome.result().health().stream().flatMap(each -> each.signals().stream()))
                .extracting(SignalReading::quality)
                .contains(
                        SignalQuality.GOOD,
                        SignalQuality.UNCERTAIN,
                        SignalQuality.MISSING,
                        SignalQuality.INVALID,
                        SignalQuality.STUCK);
        assertThat(outcome.result().episodes()).extracting(EpisodeEvent::state).contains(EpisodeState.values());
    }

    // ---- the gate -------------------------------------------------------------------------------------------------

    @Test
    void theGateIsOpenExactlyWhileDataAreTrustedAndNoCheckIsOpen() {
        forEachRecommendation((each, violations) -> {
            if (each.parameterChangeAllowed()
                    != (each.dataTrusted() && each.openChecks().isEmpty())) {
                violations.add("gate of " + each);
            }
        });
        forEachHealth((each, violations) -> {
            if (each.parameterChangeAllowed() && !each.dataTrusted()) {
                violations.add("gate of " + each);
            }
        });
    }

    @Test
    void dataAreTrustedOnlyWhileEveryRequiredSignalIsGood() {
        forEachHealth((each, violations) -> {
            if (each.dataTrusted() && (each.monitoring() != Monitoring.MONITORED || !isGood(each))) {
                violations.add("trusted: " + each);
            }
        });
        Map<String, Boolean> trusted = new HashMap<>();
        outcome.result()
                .health()
                .forEach(each ->
                        trusted.merge(each.machineId() + each.timestamp(), each.dataTrusted(), Boolean::logicalOr));
        forEachRecommendation((each, violations) -> {
            if (each.dataTrusted() && !trusted.getOrDefault(each.machineId() + each.timestamp(), false)) {
                violations.add("the recommendation trusts what its health record does not: " + each);
            }
        });
    }

    @Test
    void dataAreTrustedAgainAfterThreeGoodSamples() {
        forEachMachine((machineId, violations) -> {
            int good = 0;
            for (Health each : health.get(machineId)) {
                good = each.monitoring() == Monitoring.MONITORED && isGood(each) ? good + 1 : 0;
                if (good >= 3 && !each.dataTrusted()) {
                    violations.add("not trusted after " + good + " good samples: " + each);
                }
            }
        });
    }

    private static boolean isGood(Health each) {
        ProcessModel model = streams.models().get(each.processModel());
        return each.signals().stream()
                .allMatch(reading -> reading.quality() == SignalQuality.GOOD
                        || !model.signals()
                                .get(model.signalIndex(reading.name()))
                                .required());
    }

    @Test
    void noActionChangesAParameterWhileTheGateIsClosed() {
        forEachRecommendation((each, violations) -> {
            if (!each.parameterChangeAllowed() && hasParameterChange(each)) {
                violations.add("a change of a parameter behind a closed gate: " + each);
            }
            if (!each.dataTrusted() && !each.actions().isEmpty()) {
                violations.add("an action on data that are not trusted: " + each);
            }
        });
    }

    @Test
    void noRecommendationInForceChangesAParameterOnceTheGateHasClosed() {
        forEachMachine((machineId, violations) -> {
            Deque<Recommendation> later = new ArrayDeque<>(outcome.states(machineId));
            Recommendation inForce = null;
            for (List<Health> instant : byInstant(machineId)) {
                Instant now = instant.get(0).timestamp();
                while (!later.isEmpty() && !later.peek().timestamp().isAfter(now)) {
                    inForce = later.poll();
                }
                boolean closed = instant.stream().noneMatch(Health::parameterChangeAllowed);
                if (inForce != null && closed && hasParameterChange(inForce)) {
                    violations.add("at " + now + " the gate is closed, but in force is " + inForce);
                }
            }
        });
    }

    /** An instant may have several records, of which one recommendation speaks. */
    private static Collection<List<Health>> byInstant(String machineId) {
        return health.get(machineId).stream()
                .collect(Collectors.groupingBy(Health::timestamp, TreeMap::new, Collectors.toList()))
                .values();
    }

    private static boolean hasParameterChange(Recommendation recommendation) {
        return recommendation.actions().stream().map(Advice::text).anyMatch(parameterChanges::contains);
    }

    @Test
    void atMostTwelveRecommendationsAMinuteMerelyToggleTheGate() {
        forEachMachine((machineId, violations) -> {
            Deque<Long> toggles = new ArrayDeque<>();
            Recommendation before = null;
            for (Recommendation each : recommendations.getOrDefault(machineId, List.of())) {
                if (before != null && says(each).equals(says(before))) {
                    long now = each.timestamp().toEpochMilli();
                    toggles.addLast(now);
                    while (toggles.peekFirst() <= now - MINUTE) {
                        toggles.removeFirst();
                    }
                    if (toggles.size() > MOST_TOGGLES_A_MINUTE) {
                        violations.add(toggles.size() + " toggles in a minute up to " + each);
                    }
                    if (each.parameterChangeAllowed() == before.parameterChangeAllowed()) {
                        violations.add("nothing has changed: " + before + " -> " + each);
                    }
                }
                before = each;
            }
        });
    }

    private static String says(Recommendation each) {
        return each.decision() + " "
                + each.findings().stream()
                        .map(finding -> finding.episodeId() + finding.alarmState())
                        .sorted()
                        .toList()
                + each.openChecks().stream().map(check -> check.episodeId()).toList();
    }

    // ---- missing data -----------------------------------------------------------------------------------------------

    @Test
    void onMissingDataTheAdviceIsForAutomationAndAsksForNoChange() {
        forEachRecommendation((each, violations) -> {
            if (each.basis() != Basis.MISSING_DATA) {
                return;
            }
            if (each.appliesTo() != AppliesTo.AUTOMATION) {
                violations.add("applies to the process: " + each);
            }
            if (!each.actions().isEmpty()) {
                violations.add("an action on missing data: " + each);
            }
            Stream.of(each.actions(), each.requiredChecks())
                    .flatMap(List::stream)
                    .map(Advice::text)
                    .filter(text -> ASKS_FOR_A_CHANGE.matcher(text).find())
                    .forEach(text -> violations.add("asks for a change: " + text));
            if (ASKS_FOR_A_CHANGE.matcher(each.rationale()).find()) {
                violations.add("asks for a change: " + each.rationale());
            }
        });
    }

    @Test
    void aDecisionThatRestsOnMissingDataAloneSaysSo() {
        forEachRecommendation((each, violations) -> {
            Severity highest =
                    each.decision() == null ? Severity.NORMAL : each.decision().severity();
            List<Finding> deciding = each.findings().stream()
                    .filter(finding -> finding.severity() == highest)
                    .toList();
            boolean missingData =
                    !deciding.isEmpty() && deciding.stream().allMatch(VerifyBeforeActPropertyTest::isAboutQuality);
            if (missingData != (each.basis() == Basis.MISSING_DATA)) {
                violations.add("basis of " + each);
            }
        });
    }

    private static boolean isAboutQuality(Finding finding) {
        if (finding.rule().startsWith("silence_after@")) {
            return true;
        }
        String[] rule = finding.rule().split("@", 2);
        return streams.models().get(rule[1]).rules().stream()
                .anyMatch(each -> each.name().equals(rule[0]) && each.feature() == Feature.QUALITY);
    }

    // ---- decisions --------------------------------------------------------------------------------------------------

    @Test
    void theHighestFindingDecides() {
        forEachRecommendation((each, violations) -> {
            if (each.decision() == null) {
                return;
            }
            Severity highest = each.findings().stream()
                    .map(Finding::severity)
                    .reduce(Severity.NORMAL, (a, b) -> a.compareTo(b) >= 0 ? a : b);
            Priority priority = each.findings().stream()
                    .map(Finding::priority)
                    .filter(p -> p != null)
                    .reduce(null, (a, b) -> a == null || b.compareTo(a) > 0 ? b : a);
            boolean explained = each.findings().stream().anyMatch(finding -> finding.causedBy() != null);
            if (each.decision().severity() != highest
                    || (!explained && Priority.of(each.decision()) != priority)
                    || (priority != null && priority.compareTo(Priority.of(each.decision())) > 0)) {
                violations.add("decision of " + each);
            }
        });
    }

    @Test
    void evidenceOfAZScoreAloneIsNeverMoreThanWatch() {
        forEachRecommendation((each, violations) -> each.findings().stream()
                .filter(finding -> Z_SCORE_UNIT.equals(finding.unit()) && finding.severity() != Severity.WATCH)
                .forEach(finding -> violations.add(finding.toString())));
    }

    @Test
    void machinesThatAreNotJudgedGetNeitherDecisionNorFinding() {
        forEachRecommendation((each, violations) -> {
            if (each.monitoring().hasDecision() == (each.decision() == null)
                    || (each.decision() == null && !each.findings().isEmpty())) {
                violations.add(each.toString());
            }
        });
        forEachHealth((each, violations) -> {
            if (each.monitoring().hasDecision() == (each.decision() == null)
                    || (each.decision() == null && !(each.activeCodes().isEmpty() && each.reason() != null))) {
                violations.add(each.toString());
            }
        });
    }

    @Test
    void aSilentMachineMayNotProceed() {
        forEachHealth((each, violations) -> {
            if (each.monitoring() == Monitoring.SILENT && each.decision() != Decision.DO_NOT_PROCEED) {
                violations.add(each.toString());
            }
        });
    }

    @Test
    void everyOpenEpisodeIsListedAndNoOther() {
        forEachMachine((machineId, violations) -> {
            Deque<EpisodeEvent> later = new ArrayDeque<>(episodes.getOrDefault(machineId, List.of()));
            Set<String> open = new TreeSet<>();
            for (Recommendation each : recommendations.getOrDefault(machineId, List.of())) {
                Set<String> listed = new TreeSet<>();
                // The episode of a silent gateway is the gateway's, not the machine's.
                each.findings().stream()
                        .filter(finding -> !finding.code().equals("gateway_silent"))
                        .forEach(finding -> listed.add(finding.episodeId()));
                while (!later.isEmpty() && later.peek().timestamp().isBefore(each.timestamp())) {
                    apply(later.poll(), open);
                }
                // An instant may have several records; the recommendation is that of the first that changes something.
                while (!open.equals(listed)
                        && !later.isEmpty()
                        && !later.peek().timestamp().isAfter(each.timestamp())) {
                    apply(later.poll(), open);
                }
                if (!open.equals(listed)) {
                    violations.add("open are " + open + ", but listed " + each);
                }
            }
        });
    }

    private static void apply(EpisodeEvent event, Set<String> open) {
        if (event.state() == EpisodeState.CLOSED) {
            open.remove(event.episodeId());
        } else {
            open.add(event.episodeId());
        }
    }

    @Test
    void theRecommendationInForceSaysWhatIsTrueNow() {
        forEachMachine((machineId, violations) -> {
            Deque<Recommendation> later = new ArrayDeque<>(outcome.states(machineId));
            Recommendation inForce = null;
            for (List<Health> instant : byInstant(machineId)) {
                while (!later.isEmpty()
                        && !later.peek().timestamp().isAfter(instant.get(0).timestamp())) {
                    inForce = later.poll();
                }
                Decision said = inForce == null ? null : inForce.decision();
                Set<String> codes = inForce == null
                        ? Set.of()
                        : inForce.findings().stream().map(Finding::code).collect(Collectors.toSet());
                if (instant.stream()
                        .noneMatch(
                                each -> said == each.decision() && codes.equals(new HashSet<>(each.activeCodes())))) {
                    violations.add("true is " + instant + ", but in force is " + inForce);
                }
            }
        });
    }

    @Test
    void anExplainedFindingNamesAFindingThatIsListedToo() {
        forEachRecommendation((each, violations) -> {
            Set<String> listed =
                    each.findings().stream().map(Finding::episodeId).collect(Collectors.toSet());
            each.findings().stream()
                    .filter(finding -> finding.causedBy() != null && !listed.contains(finding.causedBy()))
                    .forEach(finding -> violations.add("the cause of " + finding + " is over: " + each));
            each.findings().stream()
                    .filter(finding -> finding.causedBy() != null && finding.alarmState() != null)
                    .forEach(finding -> violations.add("explained, but annunciated: " + finding));
            each.findings().stream()
                    .filter(finding ->
                            finding.causedBy() == null && finding.severity().compareTo(Severity.WATCH) > 0)
                    .filter(finding -> finding.alarmState() == null)
                    .forEach(finding -> violations.add("not explained, and not annunciated: " + finding));
        });
    }

    // ---- the audit trail
    // ----------------------------------------------------------------------------------------------

    @Test
    void timesNeverDecreaseAndAnInstantHasOneRecommendation() {
        forEachMachine((machineId, violations) -> {
            checkTimes(recommendations.getOrDefault(machineId, List.of()), true, Recommendation::timestamp, violations);
            checkTimes(health.get(machineId), false, Health::timestamp, violations);
            checkTimes(episodes.getOrDefault(machineId, List.of()), false, EpisodeEvent::timestamp, violations);
        });
    }

    private static <T> void checkTimes(
            List<T> outputs, boolean strictly, Function<T, Instant> time, List<String> violations) {
        for (int i = 1; i < outputs.size(); i++) {
            int order = time.apply(outputs.get(i - 1)).compareTo(time.apply(outputs.get(i)));
            if (order > 0 || (strictly && order == 0)) {
                violations.add(outputs.get(i - 1) + " is followed by " + outputs.get(i));
            }
        }
    }

    @Test
    void everyRecommendationNamesTheDecisionBefore() {
        forEachMachine((machineId, violations) -> {
            Decision before = null;
            for (Recommendation each : recommendations.getOrDefault(machineId, List.of())) {
                if (each.previousDecision() != before) {
                    violations.add("before was " + before + ": " + each);
                }
                before = each.decision();
            }
        });
    }

    @Test
    void theFirstJudgedSampleWritesARecommendation() {
        forEachMachine((machineId, violations) -> {
            Health first = health.get(machineId).stream()
                    .filter(each -> each.decision() != null)
                    .findFirst()
                    .orElse(null);
            List<Recommendation> written = recommendations.getOrDefault(machineId, List.of());
            if (first == null
                    ? !written.isEmpty()
                    : written.isEmpty() || !written.get(0).timestamp().equals(first.timestamp())) {
                violations.add("first judged is " + first + ", first written "
                        + written.stream().findFirst());
            }
        });
    }

    @Test
    void idsAreUnique() {
        Map<String, Object> byId = new HashMap<>();
        forEachRecommendation((each, violations) -> {
            Object other = byId.put(each.id(), each);
            if (other != null) {
                violations.add(other + " has the id of " + each);
            }
        });
        forEachMachine((machineId, violations) -> {
            for (EpisodeEvent each : episodes.getOrDefault(machineId, List.of())) {
                Object other = each.state() == EpisodeState.OPENED ? byId.put(each.episodeId(), each) : null;
                if (other != null) {
                    violations.add(other + " has the id of " + each);
                }
            }
        });
    }

    @Test
    void everyEpisodeOpensWithinTheContextInWhichItBegan() {
        forEachMachine((machineId, violations) -> {
            Set<String> open = new LinkedHashSet<>();
            for (EpisodeEvent each : episodes.getOrDefault(machineId, List.of())) {
                boolean inOrder = switch (each.state()) {
                    case OPENED -> open.add(each.episodeId());
                    case ESCALATED -> open.contains(each.episodeId());
                    case CLOSED -> open.remove(each.episodeId());
                };
                if (!inOrder
                        || each.start().isAfter(each.timestamp())
                        || (each.end() == null) != (each.state() != EpisodeState.CLOSED)
                        || (each.end() != null && each.end().isBefore(each.start()))) {
                    violations.add("out of order: " + each);
                }
                if (each.state() == EpisodeState.OPENED && leftContextBetween(each)) {
                    violations.add("began before the machine was last left unjudged: " + each);
                }
            }
        });
    }

    private static boolean leftContextBetween(EpisodeEvent opened) {
        return health.get(opened.machineId()).stream()
                .filter(each -> each.timestamp().isAfter(opened.start())
                        && each.timestamp().isBefore(opened.timestamp()))
                .anyMatch(each -> !each.monitoring().hasDecision());
    }

    @Test
    void neitherParallelismNorTheIntervalOfHealthRecordsChangesADecision() {
        Outcome other = streams.trial().run(3_600_000, 1);

        Map<String, List<Recommendation>> others = other.recommendationsByMachine();
        forEachMachine((machineId, violations) -> {
            List<Recommendation> expected = recommendations.getOrDefault(machineId, List.of());
            List<Recommendation> actual = others.getOrDefault(machineId, List.of());
            for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
                Recommendation one = i < expected.size() ? expected.get(i) : null;
                Recommendation two = i < actual.size() ? actual.get(i) : null;
                if (one == null || !one.equals(two)) {
                    violations.add(one + " became " + two);
                    break;
                }
            }
        });
    }

    // ---- all outputs of all machines
    // ------------------------------------------------------------------------------------

    private static void forEachRecommendation(BiConsumer<Recommendation, List<String>> check) {
        List<String> violations = new ArrayList<>();
        outcome.result().recommendations().forEach(each -> check.accept(each, violations));
        assertThatThereIsNone(violations);
    }

    private static void forEachHealth(BiConsumer<Health, List<String>> check) {
        List<String> violations = new ArrayList<>();
        outcome.result().health().forEach(each -> check.accept(each, violations));
        assertThatThereIsNone(violations);
    }

    private static void forEachMachine(BiConsumer<String, List<String>> check) {
        List<String> violations = new ArrayList<>();
        streams.machines().forEach(machineId -> check.accept(machineId, violations));
        assertThatThereIsNone(violations);
    }

    private static void assertThatThereIsNone(List<String> violations) {
        assertThat(violations.stream().limit(MOST_VIOLATIONS_SHOWN))
                .as("first of %d violations with -Dfeedhold.seed=%d", violations.size(), SEED)
                .isEmpty();
    }
}
