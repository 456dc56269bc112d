package org.feedhold.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.feedhold.cli.cluster.DeliveryTrial.Figures;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes of a cluster under load are killed with signal 9, at random points of a seeded sequence. Afterwards the outputs
 * must be those of a run over the same log that nothing disturbed.
 */
@Tag("long")
final class DeliveryUnderKillsIT {

    private static final long SEED = 20_261_122;
    private static final ClusterSettings CLUSTER = new ClusterSettings(2, 2, 0, 0, true, null, null, null);
    private static final int MACHINES = 12;
    private static final Duration BEAT = Duration.ofMillis(100);
    /** So many processes die alone; of those that follow, two die together where they are not the same. */
    private static final int ALONE = 2;

    private static final int MOST_SAMPLES_BETWEEN_KILLS = 400;
    private static final int SAMPLES_AFTERWARDS = 1_800;

    @TempDir
    private Path folder;

    @Test
    void atLeastOnceNothingIsLostAndWhatIsRepeatedHasTheSameId() throws Exception {
        Figures figures = killed("at-least-once", kills(6, 2, 2));

        assertDelivered(figures);
    }

    @Test
    void exactlyOnceNothingIsLostAndNothingRepeated() throws Exception {
        Figures figures = killed("exactly-once", kills(6, 2, 2));

        assertDelivered(figures);
        assertThat(figures.delivered().recommendations().repeated()).isZero();
        assertThat(figures.delivered().episodes().repeated()).isZero();
        assertThat(figures.delivered().health().repeated()).isZero();
        assertThat(figures.percentile(99))
                .as("ms until visible")
                .isLessThanOrEqualTo(DeliveryTrial.CHECKPOINT_INTERVAL.toMillis() + 500);
    }

    private static void assertDelivered(Figures figures) {
        assertThat(figures.delivered().recommendations().byId())
                .hasSizeGreaterThan(100)
                .containsExactlyInAnyOrderEntriesOf(
                        figures.expected().recommendations().byId());
        assertThat(figures.delivered().episodes().byId())
                .containsExactlyInAnyOrderEntriesOf(
                        figures.expected().episodes().byId());
        assertThat(figures.delivered().health().byId())
                .containsExactlyInAnyOrderEntriesOf(figures.expected().health().byId());
    }

    private static List<String> kills(int taskManagers, int jobManagers, int brokers) {
        Random random = new Random(SEED);
        List<String> kills = new ArrayList<>();
        for (int i = 0; i < taskManagers; i++) {
            kills.add(Node.TASK_MANAGER + (1 + random.nextInt(2)));
        }
        kills.addAll(Collections.nCopies(jobManagers, Node.JOB_MANAGER));
        kills.addAll(Collections.nCopies(brokers, Node.KAFKA));
        Collections.shuffle(kills, random);
        return kills;
    }

    private static List<List<String>> rounds(List<String> kills) {
        List<List<String>> rounds = new ArrayList<>();
        List<String> round = new ArrayList<>();
        for (String node : kills) {
            if (rounds.size() <= ALONE || round.size() > 1 || round.contains(node)) {
                round = new ArrayList<>();
                rounds.add(round);
            }
            round.add(node);
        }
        return rounds;
    }

    private Figures killed(String delivery, List<String> kills) throws Exception {
        Random random = new Random(SEED);
        try (DeliveryTrial trial = new DeliveryTrial(folder, CLUSTER, delivery, MACHINES, BEAT, SEED)) {
            trial.awaitProgress();
            for (List<String> nodes : rounds(kills)) {
                trial.feed(1 + random.nextInt(MOST_SAMPLES_BETWEEN_KILLS));
                trial.killAndRestart(nodes);
            }
            trial.awaitProgress();
            trial.measureVisibility();
            trial.feed(SAMPLES_AFTERWARDS);
            Figures figures = trial.finish();
            figures.print(delivery, kills.size());
            return figures;
        }
    }
}
