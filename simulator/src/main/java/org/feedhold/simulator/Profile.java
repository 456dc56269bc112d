package org.feedhold.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far the simulated machines are from textbook ones. */
public enum Profile {
    /** White noise around the nominal values, one tool, always cutting. */
    REFERENCE(0, 0),
    /**
     * Autocorrelated noise (0.6 from sample to sample), constant offsets of each machine (standard deviations: load 2
     * points, temperature 0.8 °C, vibration 0.02 g), a thermal lag of 60 s at changes of phase, spikes of a single sample, each followed by two sound ones at least
     * in one signal (1 % of samples), and for the first two samples of roughing and finishing load +5 points and
     * vibration +0.1 g.
     */
    HARD(0.6, 1),
    /**
     * A shop: several tools a part whose lives of 30 to 120 minutes are drawn one by one and that are changed at 90 % of
     * them, two shifts with breaks, nights and weekends without records, half of the offsets of {@link #HARD}.
     */
    FLEET(0, 0.5);

    private final double autocorrelation;
    private final double offsets;

    Profile(double autocorrelation, double offsets) {
        this.autocorrelation = autocorrelation;
        this.offsets = offsets;
    }

    /** Correlation of the noise of two successive samples. */
    double autocorrelation() {
        return autocorrelation;
    }

    /** Factor on the standard deviations of the machines' constant offsets. */
    double offsets() {
        return offsets;
    }

    /** The profile's name in options. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The profile with this {@link #code()}.
     *
     * @throws IllegalArgumentException if there is none; the message lists all
     */
    public static Profile of(String code) {
        for (Profile profile : values()) {
            if (profile.code().equals(code)) {
                return profile;
            }
        }
        throw new IllegalArgumentException("unknown profile \"" + code + "\"; use one of "
                + Arrays.stream(values()).map(Profile::code).collect(Collectors.joining(", ")));
    }
}
