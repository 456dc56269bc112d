package org.feedhold.cli.simulate;

import java.util.Arrays;
import java.util.List;
import org.feedhold.simulator.fault.FaultType;

/** Which kinds of faults are wanted: {@code none}, {@code all} or a list. */
public final class FaultChoice {

    /** The five kinds of the reference process. */
    private static final String ALL = "chatter,tool_wear,thermal_drift,feed_mismatch,sensor_dropout";

    private FaultChoice() {}

    /**
     * The kinds in the order given; {@code all} are the five of the reference process.
     *
     * @throws IllegalArgumentException if one is unknown; the message lists what there is
     */
    public static List<FaultType> parse(String text) {
        return switch (text) {
            case "none" -> List.of();
            case "all" -> parse(ALL);
            default ->
                Arrays.stream(text.split(",", -1))
                        .map(kind -> FaultType.parse(kind.strip()))
                        .distinct()
                        .toList();
        };
    }
}
