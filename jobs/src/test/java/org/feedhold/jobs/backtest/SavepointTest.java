package org.feedhold.jobs.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.feedhold.jobs.backtest.Backtest.Result;
import org.feedhold.jobs.backtest.InterruptedJob.Stopped;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.health.Health;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** State outlives the build that wrote it, the parallelism that it was written with, and the process. */
class SavepointTest {

    private static final Path SAVEPOINTS = Path.of("src/test/resources/savepoints");
    private static final Path SHIFT = SAVEPOINTS.resolve("shift.tsv.gz");

    private static RecordedShift shift;
    private static InterruptedJob job;
    private static Result undisturbed;

    @TempDir
    Path folder;

    @BeforeAll
    static void runsUndisturbed() throws Exception {
        shift = RecordedShift.read(SHIFT);
        job = new InterruptedJob(shift.telemetry(), shift.control());
        undisturbed = job.run(1);
    }

    static Stream<Path> savepointsOfEveryVersion() throws IOException {
        try (Stream<Path> versions = Files.list(SAVEPOINTS)) {
            return versions.filter(Files::isDirectory).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("savepointsOfEveryVersion")
    void whatAnyReleasedVersionKnewOfItsMachinesIsKnownAfterTheUpgrade(Path savepoint) throws Exception {
        Result resumed = job.finish(
                shift.recordsToMiddle(), 2, savepoint.toAbsolutePath().toUri().toString());

        assertSame(resumed, tail());
    }

    @Test
    void fromOneInstanceToFourAndBackNothingIsForgotten() throws Exception {
        int third = shift.telemetry().size() / 3;
        int middle = shift.recordsToMiddle();

        Stopped first = job.stop(0, third, 1, null, folder);
        Stopped second = job.stop(third, middle, 4, first.savepoint(), folder);
        Result last = job.finish(middle, 1, second.savepoint());

        assertSame(InterruptedJob.joined(first.result(), second.result(), last), undisturbed);
    }

    @Test
    void fromTheHeapToRocksDbAndBackNothingIsForgotten() throws Exception {
        int third = shift.telemetry().size() / 3;
        int middle = shift.recordsToMiddle();

        Stopped onHeap = job.stop(0, third, 1, null, folder);
        Stopped onRocksDb = job.onRocksDb().stop(third, middle, 2, onHeap.savepoint(), folder);
        Result onHeapAgain = job.finish(middle, 1, onRocksDb.savepoint());

        assertSame(InterruptedJob.joined(onHeap.result(), onRocksDb.result(), onHeapAgain), undisturbed);
    }

    /** Writes the savepoint of a version that is about to be released: {@code -Dfeedhold.savepoint=v2}. */
    @Test
    @EnabledIfSystemProperty(named = "feedhold.savepoint", matches = "v[0-9]+")
    void writesTheSavepointOfThisVersion() throws Exception {
        Path to = SAVEPOINTS.resolve(System.getProperty("feedhold.savepoint"));

        Stopped stopped = job.stop(0, shift.recordsToMiddle(), 1, null, folder);

        Files.createDirectory(to);
        Files.copy(Path.of(URI.create(stopped.savepoint())).resolve("_metadata"), to.resolve("_metadata"));
    }

    /** What the undisturbed job wrote from the middle on. */
    private static Result tail() {
        Instant middle = shift.middle();
        return new Result(
                undisturbed.recommendations().stream()
                        .filter(one -> one.timestamp().isAfter(middle))
                        .toList(),
                undisturbed.episodes().stream()
                        .filter(one -> one.timestamp().isAfter(middle))
                        .toList(),
                undisturbed.health().stream()
                        .filter(one -> one.timestamp().isAfter(middle))
                        .toList(),
                List.of(),
                List.of(),
                List.of());
    }

    private static void assertSame(Result actual, Result expected) {
        assertThat(sorted(actual.recommendations(), Recommendation::machineId, Recommendation::timestamp))
                .isEqualTo(sorted(expected.recommendations(), Recommendation::machineId, Recommendation::timestamp));
        assertThat(sorted(actual.episodes(), EpisodeEvent::machineId, EpisodeEvent::timestamp))
                .isEqualTo(sorted(expected.episodes(), EpisodeEvent::machineId, EpisodeEvent::timestamp));
        assertThat(sorted(actual.health(), Health::machineId, Health::timestamp))
                .isEqualTo(sorted(expected.health(), Health::machineId, Health::timestamp));
    }

    private static <T> List<T> sorted(List<T> written, Function<T, String> machine, Function<T, Instant> timestamp) {
        return written.stream()
                .sorted(Comparator.comparing(machine).thenComparing(timestamp))
                .toList();
    }
}
