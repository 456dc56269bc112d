package org.feedhold.twin.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process models in force: every accepted version, and which one counts for a record of a machine.
 *
 * <p>A key is immutable: the same {@code name@version} with other content is refused. A version counts for records that
 * arrived {@link ControlRecord#PROPAGATION_MILLIS} after it or later, so that every twin knows it by then; the first one that
 * fits a machine and operation, and what came within that time after it, counts from its own arrival on, because there is
 * nothing else to judge by. Of those that count, the most specific match wins: machine and operation, operation, machine,
 * any; of one kind, the version with the newest effective time that is not after the record's timestamp. Built anew from the
 * log at every start, so it is no state of the job.
 */
public final class ProcessModels {

    /** What became of a version that was offered. */
    public enum Outcome {
        ACCEPTED,
        /** The same content was there before. */
        REPEATED,
        /** The key is taken by other content. */
        REFUSED
    }

    /**
     * What counts for a record, and for how long.
     *
     * @param model the version that counts; null if there is none
     * @param untilTimestamp it counts for later records with a timestamp before this one, in epoch milliseconds
     * @param untilArrival and with an arrival before this one, in epoch milliseconds
     */
    public record InForce(@Nullable ProcessModel model, long untilTimestamp, long untilArrival) {}

    private record Version(ProcessModel model, long arrival, long effectiveFrom) {}

    /** The versions for one operation, or for any. */
    private static final class Scope {

        final Map<String, List<Version>> byMachine = new HashMap<>();
        final List<Version> byPattern = new ArrayList<>();

        void add(Version version) {
            boolean patterns = version.model.machines().isEmpty();
            for (String machine : version.model.machines()) {
                if (machine.indexOf('*') >= 0) {
                    patterns = true;
                } else {
                    byMachine.computeIfAbsent(machine, m -> new ArrayList<>()).add(version);
                }
            }
            if (patterns) {
                byPattern.add(version);
            }
        }

        void collect(String machineId, List<Version> fitting) {
            fitting.addAll(byMachine.getOrDefault(machineId, List.of()));
            for (Version version : byPattern) {
                if (namesMachine(version.model, machineId)) {
                    fitting.add(version);
                }
            }
        }
    }

    private final Map<String, ProcessModel> byKey = new HashMap<>();
    private final Map<String, Scope> byOperation = new HashMap<>();
    private final Scope forAnyOperation = new Scope();
    private int generation;

    /** Offers a version that arrived at {@code arrival} (epoch milliseconds). */
    public Outcome offer(ProcessModel model, long arrival) {
        ProcessModel known = byKey.get(model.key());
        if (known != null) {
            return known.equals(model) ? Outcome.REPEATED : Outcome.REFUSED;
        }
        byKey.put(model.key(), model);
        Long stated = model.effectiveFromMillis();
        Version version = new Version(model, arrival, stated == null ? arrival : stated);
        String operation = model.operation();
        Scope scope = operation == null ? forAnyOperation : byOperation.computeIfAbsent(operation, o -> new Scope());
        scope.add(version);
        generation++;
        return Outcome.ACCEPTED;
    }

    /** Grows with every accepted version: what was found before may be out of date when it has changed. */
    public int generation() {
        return generation;
    }

    /** The version with this key ({@code name@version}), or null if it was never accepted. */
    public @Nullable ProcessModel get(String key) {
        return byKey.get(key);
    }

    /** What counts for a record of a machine with this timestamp and arrival (epoch milliseconds). */
    public InForce find(String machineId, @Nullable String operation, long timestamp, long arrival) {
        List<Version> fitting = new ArrayList<>();
        Scope forOperation = operation == null ? null : byOperation.get(operation);
        if (forOperation != null) {
            forOperation.collect(machineId, fitting);
        }
        forAnyOperation.collect(machineId, fitting);
        long first = Long.MAX_VALUE;
        for (Version version : fitting) {
            first = Math.min(first, version.arrival);
        }
        Version best = null;
        long untilTimestamp = Long.MAX_VALUE;
        long untilArrival = Long.MAX_VALUE;
        for (Version version : fitting) {
            long counts = countsFrom(version, first);
            if (counts > arrival) {
                untilArrival = Math.min(untilArrival, counts);
            } else if (version.effectiveFrom > timestamp) {
                untilTimestamp = Math.min(untilTimestamp, version.effectiveFrom);
            } else if (best == null || isBetter(version, best)) {
                best = version;
            }
        }
        return new InForce(best == null ? null : best.model, untilTimestamp, untilArrival);
    }

    private static long countsFrom(Version version, long first) {
        return version.arrival - first < ControlRecord.PROPAGATION_MILLIS
                ? version.arrival
                : version.arrival + ControlRecord.PROPAGATION_MILLIS;
    }

    private static boolean isBetter(Version candidate, Version best) {
        boolean candidateForOperation = candidate.model.operation() != null;
        boolean bestForOperation = best.model.operation() != null;
        if (candidateForOperation != bestForOperation) {
            return candidateForOperation;
        }
        boolean candidateNames = !candidate.model.machines().isEmpty();
        boolean bestNames = !best.model.machines().isEmpty();
        if (candidateNames != bestNames) {
            return candidateNames;
        }
        if (candidate.effectiveFrom != best.effectiveFrom) {
            return candidate.effectiveFrom > best.effectiveFrom;
        }
        if (candidate.model.version() != best.model.version()) {
            return candidate.model.version() > best.model.version();
        }
        return candidate.model.name().compareTo(best.model.name()) < 0;
    }

    private static boolean namesMachine(ProcessModel model, String machineId) {
        if (model.machines().isEmpty()) {
            return true;
        }
        for (String pattern : model.machines()) {
            if (matches(pattern, machineId)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the pattern, in which {@code *} stands for any text, is the whole text; never tries a place twice per star. */
    private static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
