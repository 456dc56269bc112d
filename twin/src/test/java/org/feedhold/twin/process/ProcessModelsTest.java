package org.feedhold.twin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.twin.fixture.ModelBuilder.model;
import static org.feedhold.twin.process.ProcessModels.Outcome.ACCEPTED;
import static org.feedhold.twin.process.ProcessModels.Outcome.REFUSED;
import static org.feedhold.twin.process.ProcessModels.Outcome.REPEATED;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.feedhold.twin.fixture.ModelBuilder;
import org.feedhold.twin.process.ProcessModels.InForce;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessModelsTest {

    private final ProcessModels models = new ProcessModels();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theMostSpecificMatchWinsInWhateverOrderTheModelsCame(long seed) {
        List<ModelBuilder> builders = new ArrayList<>(List.of(
                model("any").effectiveFrom(40),
                model("machine").effectiveFrom(30).machines("MILL-*"),
                model("operation").effectiveFrom(20).operation("milling"),
                model("both").effectiveFrom(10).operation("milling").machines("MILL-*")));
        Collections.shuffle(builders, new Random(seed));
        builders.forEach(builder -> models.offer(builder.build(), 0));

        assertThat(found("MILL-1", "milling", 100)).isEqualTo("both@1");
        assertThat(found("LATHE-1", "milling", 100)).isEqualTo("operation@1");
        assertThat(found("MILL-1", "turning", 100)).isEqualTo("machine@1");
        assertThat(found("MILL-1", null, 100)).isEqualTo("machine@1");
        assertThat(found("LATHE-1", "turning", 100)).isEqualTo("any@1");
    }

    @Test
    @Timeout(10)
    void aPatternFullOfStarsIsMatchedAtOnce() {
        models.offer(model("m").machines("*a".repeat(60) + "b").build(), 0);

        for (int i = 0; i < 1_000; i++) {
            assertThat(find("a".repeat(128), "milling", 10)).isNull();
        }
    }

    @Test
    void whereNothingMatchesThereIsNoModel() {
        models.offer(model("m").operation("milling").machines("A").build(), 0);

        assertThat(find("B", "milling", 10)).isNull();
        assertThat(find("A", "turning", 10)).isNull();
        assertThat(find("A", null, 10)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "SEAS-CNC-*, SEAS-CNC-01, true",
        "SEAS-CNC-*, SEAS-CNC-, true",
        "SEAS-CNC-*, SEAS-CNC, false",
        "*-01, SEAS-CNC-01, true",
        "*, anything, true",
        "A*B*C, AxxByyC, true",
        "A*B*C, AxxCyyB, false",
        "SEAS-CNC-01, SEAS-CNC-01, true",
        "SEAS-CNC-0., SEAS-CNC-01, false"
    })
    void aStarInAMachineStandsForAnyRunOfCharacters(String pattern, String machineId, boolean matches) {
        models.offer(model("m").machines(pattern).build(), 0);

        assertThat(find(machineId, null, 10) != null).isEqualTo(matches);
    }

    @Test
    void aVersionCountsFromItsEffectiveTimeOn() {
        models.offer(model("m").version(1).effectiveFrom(100).build(), 0);
        models.offer(model("m").version(2).effectiveFrom(200).build(), 0);

        assertThat(find("A", null, 99)).isNull();
        assertThat(found("A", null, 100)).isEqualTo("m@1");
        assertThat(found("A", null, 199)).isEqualTo("m@1");
        assertThat(found("A", null, 200)).isEqualTo("m@2");
    }

    @Test
    void withoutAnEffectiveTimeAVersionCountsFromItsArrivalOn() {
        models.offer(model("m").version(1).build(), 100);
        models.offer(model("m").version(2).build(), 200);

        assertThat(find("A", null, 99)).isNull();
        assertThat(found("A", null, 199)).isEqualTo("m@1");
        assertThat(found("A", null, 200)).isEqualTo("m@2");
    }

    @Test
    void aVersionCountsForRecordsThatArriveWhenEveryTwinKnowsIt() {
        models.offer(model("m").version(1).effectiveFrom(0).build(), 1_000);
        models.offer(model("m").version(2).effectiveFrom(0).build(), 100_000);

        assertThat(arriving("A", 101_999)).isEqualTo("m@1");
        assertThat(arriving("A", 102_000)).isEqualTo("m@2");
    }

    @Test
    void theFirstVersionsForAMachineCountFromTheirArrivalOn() {
        models.offer(model("m").version(1).effectiveFrom(0).machines("A").build(), 1_000);
        models.offer(model("n").version(1).effectiveFrom(0).machines("B").build(), 50_000);
        models.offer(model("n").version(2).effectiveFrom(0).machines("B").build(), 51_999);
        models.offer(model("n").version(3).effectiveFrom(0).machines("B").build(), 52_000);

        assertThat(arriving("B", 49_999)).isNull();
        assertThat(arriving("B", 50_000)).isEqualTo("n@1");
        assertThat(arriving("B", 51_999)).isEqualTo("n@2");
        assertThat(arriving("B", 53_999)).isEqualTo("n@2");
        assertThat(arriving("B", 54_000)).isEqualTo("n@3");
    }

    @Test
    void whatWasFoundHoldsUntilAnotherVersionForTheMachineMayCount() {
        models.offer(model("m").version(1).effectiveFrom(0).build(), 0);
        models.offer(model("m").version(2).effectiveFrom(700).build(), 0);
        models.offer(model("m").version(3).effectiveFrom(900).build(), 10_000);
        models.offer(
                model("n").version(1).effectiveFrom(300).operation("milling").build(), 0);
        models.offer(model("o").version(1).effectiveFrom(200).machines("B").build(), 0);

        assertThat(models.find("A", null, 100, 100)).isEqualTo(new InForce(models.get("m@1"), 700, 12_000));
        assertThat(models.find("A", "milling", 100, 100)).isEqualTo(new InForce(models.get("m@1"), 300, 12_000));
        assertThat(models.find("A", null, 800, 12_000)).isEqualTo(new InForce(models.get("m@2"), 900, Long.MAX_VALUE));
    }

    @Test
    void aMachineIsFoundByItsNameAmongThousandsOfOthersWithModels() {
        for (int i = 0; i < 5_000; i++) {
            models.offer(model("m" + i).effectiveFrom(0).machines("MILL-" + i).build(), i);
        }

        for (int i = 0; i < 5_000; i++) {
            assertThat(arriving("MILL-" + i, 5_000)).isEqualTo("m" + i + "@1");
        }
    }

    @Test
    void anOlderVersionThatBecomesEffectiveLaterCounts() {
        models.offer(model("m").version(2).effectiveFrom(100).build(), 0);
        models.offer(model("m").version(1).effectiveFrom(200).build(), 0);

        assertThat(found("A", null, 250)).isEqualTo("m@1");
    }

    @Test
    void amongEquallyEffectiveVersionsTheHigherCounts() {
        models.offer(model("m").version(3).effectiveFrom(100).build(), 0);
        models.offer(model("m").version(2).effectiveFrom(100).build(), 0);

        assertThat(found("A", null, 100)).isEqualTo("m@3");
    }

    @Test
    void aKeyIsImmutable() {
        assertThat(models.offer(model("m").silenceAfter(10_000).build(), 100)).isEqualTo(ACCEPTED);
        assertThat(models.generation()).isEqualTo(1);

        assertThat(models.offer(model("m").silenceAfter(10_000).build(), 200)).isEqualTo(REPEATED);
        assertThat(models.offer(model("m").silenceAfter(20_000).build(), 300)).isEqualTo(REFUSED);

        assertThat(models.generation()).isEqualTo(1);
        assertThat(found("A", null, 100)).isEqualTo("m@1");
        assertThat(find("A", null, 500).silenceAfterMillis()).isEqualTo(10_000);
    }

    private String found(String machineId, String operation, long timestamp) {
        return find(machineId, operation, timestamp).key();
    }

    /** What counts for a record that arrives long after every version. */
    private @Nullable ProcessModel find(String machineId, @Nullable String operation, long timestamp) {
        return models.find(machineId, operation, timestamp, Long.MAX_VALUE).model();
    }

    /** Key of what counts for a record that arrives at its event time. */
    private @Nullable String arriving(String machineId, long arrival) {
        ProcessModel model = models.find(machineId, null, arrival, arrival).model();
        return model == null ? null : model.key();
    }
}
