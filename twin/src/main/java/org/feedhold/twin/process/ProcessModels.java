package org.feedhold.twin.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process models in force: every accepted version, and which one counts for a machine, an operation and an instant.
 *
 * <p>A key is immutable: the same {@code name@version} with other content is refused. The most specific match wins:
 * machine and operation, operation, machine, any; of one name, the version with the newest effective time that is not
 * after the instant. Built anew from the log at every start, so it is no state of the job.
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

    private record Version(ProcessModel model, long effectiveFrom) {}

    private final Map<String, ProcessModel> byKey = new HashMap<>();
    private final Map<String, List<Version>> byOperation = new HashMap<>();
    private final List<Version> forAnyOperation = new ArrayList<>();
    private int generation;

    /** Offers a version that arrived at {@code arrival} (epoch milliseconds). */
    public Outcome offer(ProcessModel model, long arrival) {
        ProcessModel known = byKey.get(model.key());
        if (known != null) {
            return known.equals(model) ? Outcome.REPEATED : Outcome.REFUSED;
        }
        byKey.put(model.key(), model);
        Long stated = model.effectiveFromMillis();
        Version version = new Version(model, stated == null ? arrival : stated);
        String operation = model.operation();
        if (operation == null) {
            forAnyOperation.add(version);
        } else {
            byOperation.computeIfAbsent(operation, o -> new ArrayList<>()).add(version);
        }
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

    /** The version that counts, or null if there is none. */
    public @Nullable ProcessModel find(String machineId, @Nullable String operation, long timestamp) {
        Version best = null;
        if (operation != null) {
            best = newest(byOperation.getOrDefault(operation, List.of()), machineId, timestamp);
        }
        if (best == null) {
            best = newest(forAnyOperation, machineId, timestamp);
        }
        return best == null ? null : best.model;
    }

    /**
     * The next instant after {@code timestamp} at which another version becomes effective, or {@link Long#MAX_VALUE}: what
     * was found holds until then.
     */
    public long nextChangeAfter(long timestamp) {
        long next = nextChange(forAnyOperation, timestamp);
        for (List<Version> versions : byOperation.values()) {
            next = Math.min(next, nextChange(versions, timestamp));
        }
        return next;
    }

    private static long nextChange(List<Version> versions, long timestamp) {
        long next = Long.MAX_VALUE;
        for (Version version : versions) {
            if (version.effectiveFrom > timestamp) {
                next = Math.min(next, version.effectiveFrom);
            }
        }
        return next;
    }

    private static @Nullable Version newest(List<Version> versions, String machineId, long timestamp) {
        Version best = null;
        for (Version version : versions) {
            if (version.effectiveFrom <= timestamp
                    && namesMachine(version.model, machineId)
                    && (best == null || isBetter(version, best))) {
                best = version;
            }
        }
        return best;
    }

    private static boolean isBetter(Version candidate, Version best) {
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
