package org.feedhold.cli.demo;

import java.time.Duration;
import java.util.List;
import org.feedhold.cli.run.PrometheusOption;
import org.feedhold.simulator.fault.FaultType;
import org.jspecify.annotations.Nullable;

/**
 * What the demo is asked to do.
 *
 * @param machines number of machines, 1 to 1000
 * @param interval time between two samples of a machine, at least 10 ms
 * @param faults kinds of faults, in the order in which they come; empty for none
 * @param seed seed of all that is drawn
 * @param duration how long; null until Ctrl-C
 * @param kafkaPort port of Kafka, 0 for any free one
 * @param webPort port of Flink's page, 0 for any free one
 * @param prometheusPort port at which metrics are shown to Prometheus; null to show none
 */
record DemoSettings(
        int machines,
        Duration interval,
        List<FaultType> faults,
        long seed,
        @Nullable Duration duration,
        int kafkaPort,
        int webPort,
        @Nullable Integer prometheusPort) {

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);

    /** Checks the ranges. */
    DemoSettings {
        faults = List.copyOf(faults);
        if (machines < 1 || machines > 1000) {
            throw new IllegalArgumentException("--machines must be 1 to 1000: " + machines
                    + "; for more, run 'feedhold simulate' and 'feedhold run' on a Kafka of your own");
        }
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw new IllegalArgumentException("--interval must be at least 10ms: " + interval.toMillis() + "ms");
        }
        PrometheusOption.check(prometheusPort);
    }
}
