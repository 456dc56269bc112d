package org.feedhold.twin.process;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a process model's signal catalogue.
 *
 * @param name field name in telemetry, for example {@code spindle_load_pct}
 * @param label what a person calls it, for example {@code spindle load}; the name with blanks where the model gives none
 * @param unit unit of every value, for example {@code %}; a sample that states another one is invalid
 * @param rangeLow least value that the sensor can physically report
 * @param rangeHigh greatest value that the sensor can physically report
 * @param required whether the machine can be judged without it
 * @param zeroValid whether exactly 0 is a measurement; many sensors report 0 for "no value"
 * @param maxStep greatest believable difference between two accepted values, or null where any jump is believed
 * @param stuckAfterMillis a bit-identical value for longer than this while cutting is stuck; 0: never checked
 * @param staleAfterMillis no report for longer than this is stale (on-change sources); 0: the model's silence time-out
 */
public record SignalSpec(
        String name,
        String label,
        String unit,
        double rangeLow,
        double rangeHigh,
        boolean required,
        boolean zeroValid,
        @Nullable Double maxStep,
        long stuckAfterMillis,
        long staleAfterMillis) {}
