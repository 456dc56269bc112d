package org.feedhold.benchmarks.finding;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.feedhold.benchmarks.system.BenchmarkedSystem;
import org.jspecify.annotations.Nullable;

/**
 * Holds what each run has found against the golden set: what the job found in its first run, with its state on the heap. Only
 * systems that find the same do the same work, so only their figures may be compared.
 */
public final class Equality {

    private final Map<BenchmarkedSystem, Difference> differences = new EnumMap<>(BenchmarkedSystem.class);
    private @Nullable List<Finding> golden;

    /**
     * Takes the findings of one run in. Of the golden set counts what the system covers; of its own findings, all.
     *
     * @return the difference; none, too, while there is no golden set
     */
    public Difference take(BenchmarkedSystem system, List<Finding> found) {
        if (golden == null && system == BenchmarkedSystem.FEEDHOLD) {
            golden = List.copyOf(found);
        }
        List<Finding> wanted =
                golden == null ? found : golden.stream().filter(system::covers).toList();
        Difference difference = Difference.between(wanted, found);
        if (!difference.isNone()) {
            differences.putIfAbsent(system, difference);
        }
        return difference;
    }

    /** The first difference of each system that had one in any run. */
    public Map<BenchmarkedSystem, Difference> differences() {
        return Collections.unmodifiableMap(differences);
    }

    /** Episodes of the golden set by code; null while there is no golden set, as the job has not run. */
    public @Nullable Map<String, Long> golden() {
        return golden == null
                ? null
                : golden.stream()
                        .map(Finding::code)
                        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }
}
