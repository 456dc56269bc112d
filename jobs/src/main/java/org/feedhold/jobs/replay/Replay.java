package org.feedhold.jobs.replay;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.feedhold.connectors.ArrivalWatermarks;
import org.feedhold.connectors.LogSpan;
import org.feedhold.connectors.RecordedTelemetry;
import org.feedhold.jobs.MonitoringJob;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.jobs.MonitoringOutputs;
import org.feedhold.jobs.MonitoringOutputs.Judgements;
import org.feedhold.jobs.MonitoringParts;
import org.feedhold.jobs.MonitoringTopology;
import org.feedhold.jobs.StrictEnvironment;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.audit.FileImport;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.process.ControlLog;
import org.feedhold.twin.process.ControlRecord;

/**
 * A span of recorded telemetry that goes through the monitoring job once more, in this process, into other topics.
 *
 * <p>What is found is found by the log alone: by the arrival times of the records, and at the end by the end of the span. The
 * models, releases and operator actions are those that had arrived by then. A result is written if its own timestamp lies at or after the
 * beginning of the span; a dead letter, which has none, if its record arrived then; what was applied, always.
 */
public final class Replay implements AutoCloseable {

    /** How often Flink tells what was counted. */
    private static final Duration COUNTING = Duration.ofSeconds(1);

    private final ReplaySettings settings;
    private final JobClient job;
    private final CompletableFuture<JobExecutionResult> result;
    private final LogSpan.Beginning beginning;
    private final long started = System.nanoTime();

    private Replay(ReplaySettings settings, JobClient job, LogSpan.Beginning beginning) {
        this.settings = settings;
        this.job = job;
        this.result = job.getJobExecutionResult();
        this.beginning = beginning;
    }

    /**
     * Creates the topics that are missing, brings files into them and starts the job.
     *
     * @throws ReplayException if nothing arrived in the span, or the topics are not fit to be written
     * @throws Exception if Flink does not start
     */
    public static Replay start(ReplaySettings settings) throws Exception {
        MonitoringJobConfig source = settings.source();
        ReplayTopics.prepare(
                source.kafka(),
                source.topics(),
                settings.to(),
                settings.append(),
                !settings.files().isEmpty());
        if (settings.files().isEmpty()) {
            return run(settings);
        }
        try {
            FileImport.Result imported =
                    FileImport.of(source.kafka(), source.topics(), settings.to(), settings.files());
            return run(settings.ofImported(imported.newest()));
        } catch (IOException e) {
            throw new ReplayException(e.getMessage() + ".", e);
        }
    }

    private static Replay run(ReplaySettings settings) throws Exception {
        LogSpan span = find(settings.source(), settings.readFrom(), settings.until());
        StreamExecutionEnvironment environment = environment(settings.parallelism());
        MonitoringOutputs outputs = define(environment, settings.source(), span, settings.machines());
        MonitoringJob.write(keep(outputs, settings.from()), settings.source().withTopics(settings.to()));
        return new Replay(settings, environment.executeAsync("replay"), span.beginning());
    }

    /**
     * Where the telemetry of a span of arrival times lies.
     *
     * @throws ReplayException if none arrived in it
     */
    static LogSpan find(MonitoringJobConfig source, long from, long until) throws ReplayException {
        String topic = source.topics().name(Topic.TELEMETRY);
        try {
            LogSpan span = LogSpan.find(source.kafka(), topic, from, until);
            if (span.isEmpty()) {
                throw nothing(topic, Set.of(), from, until);
            }
            return span;
        } catch (IOException e) {
            throw new ReplayException(e.getMessage() + ".", e);
        }
    }

    private static ReplayException nothing(String topic, Set<String> machines, long from, long until) {
        return new ReplayException("Topic " + topic + " holds no record "
                + (machines.isEmpty() ? "" : "of " + String.join(", ", machines) + " ")
                + "that arrived from " + Times.show(from) + " until " + Times.show(until)
                + "; choose another span" + (machines.isEmpty() ? "" : ", check --machines")
                + ", or check --topic-prefix.");
    }

    /** An environment in which a bounded job runs in this process; the first failure ends it. */
    static StreamExecutionEnvironment environment(int parallelism) {
        Configuration flink = new Configuration();
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        flink.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, COUNTING);
        return StrictEnvironment.strict(StreamExecutionEnvironment.getExecutionEnvironment(flink))
                .setParallelism(parallelism);
    }

    /** The job over a span of the source's telemetry, with its models and releases of that time. */
    static MonitoringOutputs define(
            StreamExecutionEnvironment environment, MonitoringJobConfig source, LogSpan span, Set<String> machines)
            throws ReplayException {
        MonitoringParts parts = MonitoringJob.parts(source);
        RecordedTelemetry recorded = new RecordedTelemetry(source.kafka(), span, KnownOutages.during(source, span));
        DataStream<RawRecord> telemetry = environment
                .fromSource(recorded, ArrivalWatermarks.strategy(), "telemetry")
                .uid("telemetry")
                .filter(new MachineFilterFunction(parts.scanner(), machines))
                .name("machines")
                .uid("machines");
        ControlLog arrived = ArrivedBefore.end(span, source, machines);
        DataStream<ControlRecord> control = environment
                .fromData("all")
                .setParallelism(1)
                .uid("control-log")
                .assignTimestampsAndWatermarks(ArrivalWatermarks.upTo(recorded.end()))
                .setParallelism(1)
                .uid("control-clock")
                .flatMap(new ControlLogReader(arrived))
                .returns(TypeInformation.of(ControlRecord.class))
                .setParallelism(1)
                .name("control-topics")
                .uid("control-topics");
        return MonitoringTopology.define(telemetry, control, parts.withControlLog(arrived));
    }

    private static MonitoringOutputs keep(MonitoringOutputs all, long from) {
        return new MonitoringOutputs(
                all.evidence(),
                keep(all.machines(), "", from),
                keep(all.gateways(), "gateway-", from),
                all.shown(),
                all.controlEvents(),
                keep(
                        all.deadLetters(),
                        ReplaySummary.DEAD_LETTERS,
                        ReplaySummary.DEAD_LETTERS,
                        (letter, arrival) -> arrival == null || arrival >= from),
                all.clock());
    }

    private static Judgements keep(Judgements all, String whose, long from) {
        return new Judgements(
                keep(
                        all.recommendations(),
                        ReplaySummary.RECOMMENDATIONS,
                        whose + ReplaySummary.RECOMMENDATIONS,
                        (recommendation, arrival) -> recommendation.timestamp().toEpochMilli() >= from),
                keep(
                        all.episodes(),
                        ReplaySummary.EPISODES,
                        whose + ReplaySummary.EPISODES,
                        (episode, arrival) -> episode.timestamp().toEpochMilli() >= from),
                keep(
                        all.health(),
                        ReplaySummary.HEALTH,
                        whose + ReplaySummary.HEALTH,
                        (health, arrival) -> health.timestamp().toEpochMilli() >= from));
    }

    private static <T> DataStream<T> keep(
            DataStream<T> output, String counter, String name, KeepFunction.Choice<T> choice) {
        return output.process(new KeepFunction<>(counter, choice))
                .returns(output.getType())
                .name("keep-" + name)
                .uid("keep-" + name);
    }

    /**
     * Waits for the end.
     *
     * @return whether it has come within the time
     * @throws ReplayException if the job has failed, or has found no record
     */
    public boolean await(Duration atMost) throws ReplayException, InterruptedException {
        try {
            Map<String, Object> counters =
                    result.get(atMost.toMillis(), TimeUnit.MILLISECONDS).getAllAccumulatorResults();
            ReplaySummary summary = ReplaySummary.of(beginning, counters, Duration.ZERO);
            if (summary.records() == 0) {
                String topic = settings.source().topics().name(Topic.TELEMETRY);
                throw nothing(topic, settings.machines(), settings.readFrom(), settings.until());
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw failed(e);
        }
    }

    /** What has been read and written so far; after the end, all of it. */
    public ReplaySummary summary() throws InterruptedException {
        Duration wallTime = Duration.ofNanos(System.nanoTime() - started);
        return ReplaySummary.of(beginning, counters(), wallTime);
    }

    private Map<String, Object> counters() throws InterruptedException {
        try {
            return result.isDone()
                    ? result.get().getAllAccumulatorResults()
                    : job.getAccumulators().get();
        } catch (ExecutionException e) {
            // Between two states of the job nobody answers.
            return Map.of();
        }
    }

    static ReplayException failed(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ReplayException("The replay has failed: " + root, failure);
    }

    /** Ends the job if it still runs. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the cluster in this process ends with the job, or with the process
    public void close() {
        if (!result.isDone()) {
            job.cancel();
        }
    }

    /** Reads a control log to its end, once. */
    private static final class ControlLogReader implements FlatMapFunction<String, ControlRecord> {

        private static final long serialVersionUID = 1L;

        private final ControlLog log;

        ControlLogReader(ControlLog log) {
            this.log = log;
        }

        @Override
        public void flatMap(String all, Collector<ControlRecord> out) throws Exception {
            log.readToEnd(out::collect);
        }
    }
}
