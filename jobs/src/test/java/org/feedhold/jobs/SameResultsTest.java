package org.feedhold.jobs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.feedhold.jobs.Results.OfMachine;
import org.feedhold.jobs.backtest.Backtest;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A machine's results depend on its own records only: they are those of a run of this machine alone.
 */
class SameResultsTest {

    private static final FleetLog LOG = FleetLog.recorded();
    private static Results together;

    @BeforeAll
    static void judgesAllTogether() throws Exception {
        together = run(LOG, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void whateverTheParallelism(int parallelism) throws Exception {
        run(LOG, parallelism).assertSameAs(together.byMachine());
    }

    @Test
    void whateverOtherMachinesThereAre() throws Exception {
        run(LOG.of(LOG.machines().subList(10, 25)), 2).assertSameAs(together.byMachine());
    }

    /** One of each kind of network, that is; {@link #tenMoreMachinesAlone} takes two more of each. */
    @Test
    void aMachineAlone() throws Exception {
        assertSameAlone(LOG, together, LOG.machines().subList(0, 5));
    }

    @Tag("long")
    @Test
    void tenMoreMachinesAlone() throws Exception {
        assertSameAlone(LOG, together, LOG.machines().subList(5, 15));
    }

    @Test
    void thoughAnotherMachineLagsTheOthersByTenMinutes() throws Exception {
        String lagging = LOG.machines().get(6);
        FleetLog log = FleetLog.recorded(Map.of(lagging, 600_000L));

        Results all = run(log, 1);

        all.assertSameAs(withResultsOf(lagging, run(log.of(List.of(lagging)), 1)));
    }

    private static Map<String, OfMachine> withResultsOf(String machineId, Results alone) {
        Map<String, OfMachine> results = new HashMap<>(together.byMachine());
        results.put(machineId, alone.of(machineId));
        return results;
    }

    private static void assertSameAlone(FleetLog log, Results all, List<String> machines) throws Exception {
        for (String machineId : machines) {
            run(log.of(List.of(machineId)), 1).assertSameAs(all.byMachine());
        }
    }

    static Results run(FleetLog log, int parallelism) throws Exception {
        Configuration flink = new Configuration();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        return Results.of(
                log,
                SharedFlink.call(
                        () -> Backtest.run(log.telemetry(), log.control(), new ProcessModelCodec(), 3_600_000, flink)));
    }
}
