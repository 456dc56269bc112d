package org.feedhold.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final long START = 1_783_317_600_000L;

    private final Load load = new Load("LOAD50-", 200, 2, START, 15, 20);

    @Test
    void eachMachineHasASampleEveryTenthOfASecond() {
        assertThat(load.dueMillis(0, 0)).isEqualTo(START);
        assertThat(load.dueMillis(0, 1)).isEqualTo(START + 100);
        assertThat(load.dueMillis(199, 349)).isEqualTo(START + 34_900 + 99);
        assertThat(load.samplesPerMachine()).isEqualTo(350);
    }

    @Test
    void theMachinesShareTheTenthOfASecondEvenly() {
        assertThat(load.dueMillis(1, 0)).isEqualTo(START);
        assertThat(load.dueMillis(2, 0)).isEqualTo(START + 1);
        assertThat(load.dueMillis(100, 0)).isEqualTo(START + 50);
    }

    @Test
    void onlyWhatIsDueAfterTheWarmUpIsMeasured() {
        assertThat(load.measures(START + 14_999)).isFalse();
        assertThat(load.measures(START + 15_000)).isTrue();
        assertThat(load.measures(START + 34_999)).isTrue();
        assertThat(load.measures(START + 35_000)).isFalse();
        assertThat(load.dueMillis(199, 349)).isLessThan(load.untilMillis());
    }

    @Test
    void theRateDecidesHowManyMachinesThereAre() {
        Load large = load(100_008, 0.02, 60);

        assertThat(large.machines()).isEqualTo(5_000);
        assertThat(large.samplesPerSecond()).isEqualTo(50_000);
        assertThat(large.faultyMachines()).isEqualTo(100);
    }

    @Test
    void moreMachinesAreInFaultWhereElseThereWereTooFewRecommendations() {
        assertThat(load(10_000, 0.01, 20).faultyMachines()).isEqualTo(150);
        assertThat(load(10_000, 0.01, 60).faultyMachines()).isEqualTo(50);
        assertThat(load(200, 0.01, 20).faultyMachines()).isEqualTo(10);
    }

    @Test
    void faultsAreDueThatBeginAndEndWhileSamplesAreMeasured() {
        // The first machine's faults begin with samples 50, 250, …, the second one's with samples 87, 287, …
        assertThat(load.dueFaults()).containsExactly(new Load.DueFault(0, START + 25_000, START + 33_000));
        assertThat(new Load("LOAD50-", 200, 2, START, 15, 22).dueFaults()).hasSize(2);
    }

    @Test
    void theProcessesGetTheLoadThatWasMeant() throws IOException {
        ObjectMapper json = new ObjectMapper();

        assertThat(json.readValue(json.writeValueAsBytes(load), Load.class)).isEqualTo(load);
    }

    @Test
    void aLoadWithoutMachinesIsRefused() {
        assertThatThrownBy(() -> new Load("LOAD50-", 0, 0, START, 15, 20)).hasMessageContaining("a machine at least");
    }

    private static Load load(double capacity, double faultyShare, int seconds) {
        return Load.of(new LatencySettings(Path.of("unused"), capacity, 15, seconds, faultyShare, "1g"), 50, START);
    }
}
