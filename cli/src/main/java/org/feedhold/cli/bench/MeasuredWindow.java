package org.feedhold.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.bench.FleetFigures.Checkpoints;
import org.feedhold.cli.bench.FleetFigures.Computer;
import org.feedhold.cli.bench.FleetFigures.Cpu;
import org.feedhold.cli.bench.FleetFigures.Spread;
import org.feedhold.cli.bench.FleetFigures.Written;
import org.feedhold.kafka.Topic;
import org.feedhold.twin.status.Heartbeat;

/** What is counted from its beginning, which is its construction, to its end. */
final class MeasuredWindow {

    private static final double NANOS = 1e9;
    private static final double DAY_SECONDS = 86_400;
    private static final Duration LOOK_AT_OFFSETS_EVERY = Duration.ofSeconds(1);

    private final FleetSettings settings;
    private final FleetTopics fleetTopics;
    private final Heartbeats heartbeats;
    private final JobPage page;
    private final Supplier<List<ProcessHandle>> taskManagers;
    private final ProcessHandle kafka;
    private final ProcessHandle simulator;
    private final OperatingSystemMXBean system;

    private final Instant begin = Instant.now();
    private final long beginNanos = System.nanoTime();
    private final Map<Topic, Long> recordsBefore;
    private final Map<Topic, Long> bytesBefore;
    private final long failedBefore;
    private final Duration jobBefore;
    private final Duration simulatorBefore;
    private final Duration kafkaBefore;

    private long lookedAt;
    private double loadSum;
    private int loads;
    private final SecuredPace secured = new SecuredPace();

    private double seconds;
    private Map<Topic, Long> recordsAfter = Map.of();
    private Map<Topic, Long> bytesAfter = Map.of();
    private Duration jobUsed = Duration.ZERO;
    private Duration simulatorUsed = Duration.ZERO;
    private Duration kafkaUsed = Duration.ZERO;
    private List<JobPage.Checkpoint> completed = List.of();
    private long failed;
    private Instant end = begin;

    MeasuredWindow(
            FleetSettings settings,
            FleetTopics fleetTopics,
            Heartbeats heartbeats,
            JobPage page,
            Supplier<List<ProcessHandle>> taskManagers,
            ProcessHandle kafka,
            ProcessHandle simulator)
            throws InterruptedException, ExecutionException {
        this.settings = settings;
        this.fleetTopics = fleetTopics;
        this.heartbeats = heartbeats;
        this.page = page;
        this.taskManagers = taskManagers;
        this.kafka = kafka;
        this.simulator = simulator;
        system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        system.getCpuLoad();
        recordsBefore = fleetTopics.records();
        bytesBefore = fleetTopics.bytes();
        failedBefore = page.failed();
        jobBefore = used(taskManagers.get());
        simulatorBefore = used(List.of(simulator));
        kafkaBefore = used(List.of(kafka));
        lookedAt = beginNanos;
    }

    boolean isOver() {
        return System.nanoTime() - beginNanos >= settings.duration().toNanos();
    }

    /** To be called often. */
    void look() throws InterruptedException, ExecutionException {
        long now = System.nanoTime();
        if (now - lookedAt >= LOOK_AT_OFFSETS_EVERY.toNanos()) {
            lookedAt = now;
            secured.look((now - beginNanos) / NANOS, fleetTopics.secured());
            double load = system.getCpuLoad();
            if (load >= 0) {
                loadSum += load;
                loads++;
            }
        }
    }

    /** Ends the counting. */
    void end() throws InterruptedException, ExecutionException {
        recordsAfter = fleetTopics.records();
        seconds = (System.nanoTime() - beginNanos) / NANOS;
        end = Instant.now();
        jobUsed = used(taskManagers.get()).minus(jobBefore);
        simulatorUsed = used(List.of(simulator)).minus(simulatorBefore);
        kafkaUsed = used(List.of(kafka)).minus(kafkaBefore);
        bytesAfter = fleetTopics.bytes();
        completed = page.checkpoints().stream()
                .filter(each -> each.endMillis() >= begin.toEpochMilli())
                .toList();
        failed = page.failed() - failedBefore;
    }

    double seconds() {
        return seconds;
    }

    double inPerSecond() {
        return written(Topic.TELEMETRY, recordsBefore, recordsAfter) / seconds;
    }

    double processedPerSecond() {
        return secured.perSecond();
    }

    /**
     * Lag that the heartbeats told.
     *
     * @throws CommandFailure if the job told none
     */
    Spread lag() {
        double[] lags = heartbeats.all().stream()
                .filter(each ->
                        !each.timestamp().isBefore(begin) && !each.timestamp().isAfter(end))
                .map(Heartbeat::lagSeconds)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
        return spread(lags, "heartbeat");
    }

    /**
     * Checkpoints that became complete.
     *
     * @throws CommandFailure if none did
     */
    Checkpoints checkpoints() {
        Spread time = spread(
                completed.stream().mapToDouble(each -> each.millis() / 1_000.0).toArray(), "checkpoint");
        JobPage.Checkpoint newest = completed.get(0);
        JobPage.Checkpoint oldest = completed.get(completed.size() - 1);
        double interval = completed.size() < 2
                ? seconds
                : (newest.endMillis() - oldest.endMillis()) / 1_000.0 / (completed.size() - 1);
        long written = Math.round(completed.stream()
                .mapToLong(JobPage.Checkpoint::writtenBytes)
                .average()
                .orElse(0));
        return new Checkpoints(completed.size(), failed, interval, newest.bytes(), written, time);
    }

    Cpu cpu() {
        double jobPer1000 = seconds(jobUsed) / seconds / processedPerSecond() * 1_000;
        double simulatorPer1000 = seconds(simulatorUsed) / seconds / inPerSecond() * 1_000;
        return new Cpu(
                seconds(jobUsed),
                seconds(simulatorUsed),
                seconds(kafkaUsed),
                jobPer1000,
                simulatorPer1000,
                simulatorPer1000 / jobPer1000);
    }

    Computer computer() {
        int processors = system.getAvailableProcessors();
        double busy = loads == 0 ? 0 : loadSum / loads * processors;
        double own = seconds(jobUsed.plus(simulatorUsed).plus(kafkaUsed)) / seconds;
        return new Computer(
                processors,
                system.getTotalMemorySize(),
                system.getName() + " " + system.getArch(),
                Runtime.version().toString(),
                Math.max(0, busy - own));
    }

    /** What was written to each topic to which something was. */
    Map<String, Written> topics() {
        Map<String, Written> topics = new TreeMap<>();
        for (Topic topic : Topic.values()) {
            long records = written(topic, recordsBefore, recordsAfter);
            if (records > 0 && topic != Topic.JOB_STATUS && topic.direction() != Topic.Direction.SIMULATOR) {
                topics.put(
                        topic.topicName(),
                        new Written(
                                records / seconds * DAY_SECONDS / settings.machines(),
                                (double) written(topic, bytesBefore, bytesAfter) / records));
            }
        }
        return topics;
    }

    private static long written(Topic topic, Map<Topic, Long> before, Map<Topic, Long> after) {
        return after.getOrDefault(topic, 0L) - before.getOrDefault(topic, 0L);
    }

    private static Duration used(List<ProcessHandle> processes) {
        return processes.stream()
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    private static Spread spread(double[] values, String what) {
        if (values.length == 0) {
            throw new CommandFailure("The job completed no " + what + " while it was measured; make --duration longer,"
                    + " or --machines fewer, and read the job's log.");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(
                sorted[(sorted.length - 1) / 2],
                sorted[(int) Math.ceil(0.95 * sorted.length) - 1],
                sorted[sorted.length - 1]);
    }
}
