package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.feedhold.jobs.Results.OfMachine;
import org.feedhold.jobs.backtest.Backtest;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A machine's results depend on its own records only. The reference is a run of each machine alone.
 */
class SameResultsTest {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());

    private static final FleetLog LOG = FleetLog.recorded();
    private static Map<String, OfMachine> alone;

    @BeforeAll
    static void judgesEachMachineAlone() throws Exception {
        long t = System.nanoTime();
        alone = new TreeMap<>();
        for (String machineId : LOG.machines()) {
            alone.put(machineId, run(LOG.of(List.of(machineId)), 1).of(machineId));
        }
        System.out.println("alone " + (System.nanoTime() - t) / 1_000_000 + " ms");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void whateverTheParallelism(int parallelism) throws Exception {
        long t = System.nanoTime();
        Results together = run(LOG, parallelism);
        System.out.println("p" + parallelism + " " + (System.nanoTime() - t) / 1_000_000 + " ms" + together.size());

        together.assertSameAs(alone);
    }

    @Test
    void whateverOtherMachinesThereAre() throws Exception {
        List<String> some = LOG.machines().subList(10, 25);

        run(LOG.of(some), 2).assertSameAs(alone);
    }

    static Results run(FleetLog log, int parallelism) throws Exception {
        Configuration flink = new Configuration();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        return Results.of(
                log, Backtest.run(log.telemetry(), log.control(), new ProcessModelCodec(), 3_600_000, flink));
    }
}
