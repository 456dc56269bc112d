package org.feedhold.jobs.backtest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.functions.FromElementsGeneratorFunction;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.feedhold.jobs.SharedFlink;
import org.feedhold.jobs.StrictEnvironment;
import org.feedhold.jobs.backtest.Backtest.Result;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.testing.Await;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.process.ControlRecord;
import org.jspecify.annotations.Nullable;

/** The monitoring job over a recorded log, stopped with a savepoint after any record and resumed in another one. */
public final class InterruptedJob {

    /** As in the job's default: a health record each 10 s. */
    private static final long HEALTH_INTERVAL = 10_000;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<RawRecord> log;
    private final List<ControlRecord> control;
    private final String stateBackend;

    /**
     * Makes a job that has not begun.
     *
     * @param log telemetry in order of arrival
     * @param control process models, releases and operator actions
     */
    public InterruptedJob(List<RawRecord> log, List<ControlRecord> control) {
        this(log, control, "hashmap");
    }

    private InterruptedJob(List<RawRecord> log, List<ControlRecord> control, String stateBackend) {
        this.log = List.copyOf(log);
        this.control = List.copyOf(control);
        this.stateBackend = stateBackend;
    }

    /** The same job with its state in RocksDB. */
    public InterruptedJob onRocksDb() {
        return new InterruptedJob(log, control, "rocksdb");
    }

    /**
     * What one job wrote before it was stopped.
     *
     * @param result its outputs
     * @param savepoint where its state is
     */
    public record Stopped(Result result, String savepoint) {}

    /** Runs the job undisturbed. */
    public Result run(int parallelism) throws Exception {
        return SharedFlink.call(
                () -> Backtest.run(log, control, new ProcessModelCodec(), HEALTH_INTERVAL, flink(parallelism, null)));
    }

    /**
     * Runs the job over the records {@code from} to {@code until}, and stops it with a savepoint.
     *
     * @param savepoint where to begin; null to begin anew
     * @param folder where the savepoint is put
     */
    public Stopped stop(int from, int until, int parallelism, @Nullable String savepoint, Path folder)
            throws Exception {
        return SharedFlink.call(() -> stopped(from, until, parallelism, savepoint, folder));
    }

    private Stopped stopped(int from, int until, int parallelism, @Nullable String savepoint, Path folder)
            throws Exception {
        StreamExecutionEnvironment environment = StrictEnvironment.strict(
                StreamExecutionEnvironment.getExecutionEnvironment(flink(parallelism, savepoint)));
        Gate gate = new Gate(until - from);
        TypeInformation<RawRecord> type = TypeInformation.of(RawRecord.class);
        DataGeneratorSource<RawRecord> source = new DataGeneratorSource<>(
                new FromElementsGeneratorFunction<>(
                        type, log.subList(from, until).toArray(RawRecord[]::new)),
                until - from + 1L,
                gate,
                type);
        Backtest.Outputs outputs = define(
                environment, environment.fromSource(source, WatermarkStrategy.noWatermarks(), "telemetry"), from);
        JobClient job = environment.executeAsync("stopped");
        gate.awaitAllRead();
        String where = stop(job, folder);
        job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return new Stopped(outputs.take(), where);
    }

    /**
     * A job can be stopped as soon as all of its tasks run: that the telemetry has been read says it of some of them only. A
     * stop that is refused may leave tasks ended, so a savepoint that stops nothing has to succeed first.
     */
    private static String stop(JobClient job, Path folder) throws Exception {
        String where = folder.toUri().toString();
        Await.until("a savepoint of the job is taken", PATIENCE, () -> {
            try {
                job.triggerSavepoint(where, SavepointFormatType.CANONICAL).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                return true;
            } catch (ExecutionException e) {
                if (ExceptionUtils.findThrowable(e, CheckpointException.class).isPresent()) {
                    return false;
                }
                throw e;
            }
        });
        return job.stopWithSavepoint(false, where, SavepointFormatType.CANONICAL)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Runs the job from a savepoint over the records from {@code from} to the end of the log. */
    public Result finish(int from, int parallelism, String savepoint) throws Exception {
        return SharedFlink.call(() -> finished(from, parallelism, savepoint));
    }

    private Result finished(int from, int parallelism, String savepoint) throws Exception {
        StreamExecutionEnvironment environment = StrictEnvironment.strict(
                StreamExecutionEnvironment.getExecutionEnvironment(flink(parallelism, savepoint)));
        Backtest.Outputs outputs = define(
                environment,
                environment.fromData(log.subList(from, log.size()), TypeInformation.of(RawRecord.class)),
                from);
        environment.execute("resumed");
        return outputs.take();
    }

    /** Every output of jobs that followed each other. */
    public static Result joined(Result... results) {
        Result all = new Result(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        for (Result result : results) {
            all.recommendations().addAll(result.recommendations());
            all.episodes().addAll(result.episodes());
            all.health().addAll(result.health());
            all.deadLetters().addAll(result.deadLetters());
            all.shown().addAll(result.shown());
            all.controlEvents().addAll(result.controlEvents());
        }
        return all;
    }

    /** The source begins where it is told, not where its state says: a savepoint has to keep what is known of machines. */
    private Backtest.Outputs define(
            StreamExecutionEnvironment environment, DataStreamSource<RawRecord> telemetry, int from) {
        DataStream<RawRecord> stretch = telemetry.setParallelism(1).uid("telemetry-from-" + from);
        return Backtest.define(
                environment, stretch, Backtest.endOf(log), control, new ProcessModelCodec(), HEALTH_INTERVAL);
    }

    private Configuration flink(int parallelism, @Nullable String savepoint) {
        Configuration flink = new Configuration();
        flink.set(StateBackendOptions.STATE_BACKEND, stateBackend);
        flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        // A savepoint in one file.
        flink.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
        if (savepoint != null) {
            flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
            flink.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        }
        return flink;
    }

    /** Lets a number of records pass and then none, so that the job waits instead of coming to its end. */
    private static final class Gate implements RateLimiterStrategy<NumberSequenceSplit> {

        private static final long serialVersionUID = 1L;

        /** Flink runs a copy, which finds its way back by id. */
        private static final Map<String, AtomicInteger> ASKED = new ConcurrentHashMap<>();

        private final String id = UUID.randomUUID().toString();
        private final int records;

        Gate(int records) {
            this.records = records;
            ASKED.put(id, new AtomicInteger());
        }

        /** The source asks for one more as soon as the last record has been read. */
        void awaitAllRead() {
            AtomicInteger asked = Objects.requireNonNull(ASKED.get(id));
            Await.until("all " + records + " records are read", PATIENCE, () -> asked.get() > records);
            ASKED.remove(id);
        }

        @Override
        public RateLimiter<NumberSequenceSplit> createRateLimiter(int parallelism) {
            AtomicInteger asked = Objects.requireNonNull(ASKED.get(id), "this job runs in another process");
            return number -> {
                CompletionStage<Void> passed = CompletableFuture.completedFuture(null);
                return asked.addAndGet(number) <= records ? passed : new CompletableFuture<>();
            };
        }
    }
}
