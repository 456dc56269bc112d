package org.feedhold.simulator.scoring;

/**
 * How the job that is scored was set up, as far as the figures depend on it.
 *
 * @param healthIntervalMillis time between two health records of a machine, greater than 0
 * @param stuckAfterMillis time for which a required sensor may repeat a value before it is called stuck
 * @param silenceAfterMillis time after which a machine that does not report is called silent
 */
public record ScoringSettings(long healthIntervalMillis, long stuckAfterMillis, long silenceAfterMillis) {

    /** The job's default health interval and the delays of the shipped milling model. */
    public static final ScoringSettings DEFAULT = new ScoringSettings(10_000, 4_000, 10_000);

    public ScoringSettings {
        if (healthIntervalMillis <= 0 || stuckAfterMillis < 0 || silenceAfterMillis < 0) {
            throw new IllegalArgumentException("the health interval must be greater than 0 and the delays at least 0: "
                    + healthIntervalMillis + ", " + stuckAfterMillis + ", " + silenceAfterMillis + " ms");
        }
    }

    /** Time in milliseconds before which a dropout of this variant can't be known. */
    long unknowableMillis(String variant) {
        return switch (variant) {
            case "stuck" -> stuckAfterMillis;
            case "silent_machine", "silent_gateway" -> silenceAfterMillis;
            default -> 0;
        };
    }
}
