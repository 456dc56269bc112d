package org.feedhold.twin.health;

import org.feedhold.twin.acquisition.SignalQuality;
import org.jspecify.annotations.Nullable;

/**
 * The twin's newest view of one signal.
 *
 * @param name signal
 * @param value newest accepted value in {@code unit}; null unless the quality is good
 * @param unit unit of value, expected, residual and limits
 * @param expected expected value now
 * @param residual value less expected
 * @param zScore residual in standard deviations of its baseline
 * @param limitLow low limit on the level in this phase
 * @param limitHigh high limit on the level in this phase
 * @param quality quality of the newest report
 */
public record SignalReading(
        String name,
        @Nullable Double value,
        String unit,
        @Nullable Double expected,
        @Nullable Double residual,
        @Nullable Double zScore,
        @Nullable Double limitLow,
        @Nullable Double limitHigh,
        SignalQuality quality) {}
