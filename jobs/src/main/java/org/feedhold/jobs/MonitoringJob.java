package org.feedhold.jobs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.feedhold.connectors.ActionsSince;
import org.feedhold.connectors.ControlTopicSource;
import org.feedhold.connectors.ControlTopics;
import org.feedhold.connectors.KafkaControlLog;
import org.feedhold.connectors.OutputSink;
import org.feedhold.connectors.TelemetrySource;
import org.feedhold.connectors.WireHeader;
import org.feedhold.connectors.WireRecord;
import org.feedhold.kafka.JobRights;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.acquisition.TelemetryDecoder;
import org.feedhold.kafka.acquisition.TelemetryScanner;
import org.feedhold.kafka.advisory.DeadLetterHeaders;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.operators.detection.TwinSettings;
import org.feedhold.operators.status.HeartbeatOperator;
import org.feedhold.operators.status.JobIdentity;
import org.feedhold.operators.status.MachineLog;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.process.ControlLog;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.status.Heartbeat;

/** The monitoring job on Kafka. */
public final class MonitoringJob {

    /** Name under which the job tells Flink its time between two checkpoints, beside its {@link MonitoringJobConfig#options}. */
    public static final String CHECKPOINT_INTERVAL = "checkpoint-interval";

    /** Name under which the job tells Flink where its state is kept, if it was submitted with a state backend of its own. */
    public static final String STATE_BACKEND = "state-backend";

    private static final Duration AT_LEAST_ONCE_INTERVAL = Duration.ofSeconds(10);
    /** Nothing is visible before the checkpoint after it. */
    private static final Duration EXACTLY_ONCE_INTERVAL = Duration.ofSeconds(1);

    private MonitoringJob() {}

    /** Runs the job with the options of {@link MonitoringJobConfig#parse}. */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment environment = StrictEnvironment.create();
        MonitoringJobConfig config = MonitoringJobConfig.parse(args);
        define(environment, config);
        environment.execute(config.groupId());
    }

    /** Defines the job in an environment, which it makes strict, and in which it takes checkpoints. */
    public static void define(StreamExecutionEnvironment environment, MonitoringJobConfig config) {
        StrictEnvironment.strict(environment);
        takeCheckpoints(environment, config);
        tellOptions(environment, config);
        Topics topics = config.topics();
        DataStream<RawRecord> telemetry = environment
                .fromSource(
                        new TelemetrySource(
                                config.kafka(), topics.name(Topic.TELEMETRY), config.groupId(), config.start()),
                        WatermarkStrategy.noWatermarks(),
                        "telemetry")
                .uid("telemetry")
                .setDescription("Telemetry as it lies in Kafka; the time of the job is that of its arrival.");
        DataStream<ControlRecord> control = environment
                .fromSource(
                        new ControlTopicSource(
                                config.kafka(),
                                controlTopics(topics),
                                actionsSince(twinSettings(config)),
                                JobRights.controlGroup(config.groupId())),
                        WatermarkStrategy.noWatermarks(),
                        "control-topics")
                .setParallelism(1)
                .uid("control-topics")
                .setDescription("Process models, releases and operator actions.");

        write(MonitoringTopology.define(telemetry, control, parts(config)), config);
    }

    /** Flink's page shows them; settings of Kafka's clients, which may hold passwords, are not among them. */
    private static void tellOptions(StreamExecutionEnvironment environment, MonitoringJobConfig config) {
        Map<String, String> options = new HashMap<>(config.options());
        options.put(CHECKPOINT_INTERVAL, environment.getCheckpointConfig().getCheckpointInterval() + "ms");
        environment
                .getConfiguration()
                .getOptional(StateBackendOptions.STATE_BACKEND)
                .ifPresent(backend -> options.put(STATE_BACKEND, backend));
        environment.configure(new Configuration().set(PipelineOptions.GLOBAL_JOB_PARAMETERS, options));
    }

    /** What the job is put together from where its control topics lie in Kafka. */
    public static MonitoringParts parts(MonitoringJobConfig config) {
        TwinSettings twin = twinSettings(config);
        return new MonitoringParts(
                new TelemetryScanner(config.maxClockLead().toMillis()),
                new TelemetryDecoder(),
                controlLog(config, actionsSince(twin)),
                new ProcessModelCodec(),
                twin);
    }

    /** The control topics of a configuration, with operator actions since a time. */
    public static ControlLog controlLog(MonitoringJobConfig config, ActionsSince actionsSince) {
        return new KafkaControlLog(config.kafka(), controlTopics(config.topics()), actionsSince);
    }

    private static TwinSettings twinSettings(MonitoringJobConfig config) {
        return new TwinSettings(
                config.healthInterval().toMillis(),
                config.maxOutOfOrderness().toMillis(),
                config.forgetAfter().toMillis(),
                config.topics().name(Topic.TELEMETRY));
    }

    private static ActionsSince actionsSince(TwinSettings twin) {
        return ActionsSince.ago(Duration.ofMillis(twin.keepActionsMillis()));
    }

    private static ControlTopics controlTopics(Topics topics) {
        return new ControlTopics(
                topics.name(Topic.PROCESS_MODELS), topics.name(Topic.RELEASES), topics.name(Topic.OPERATOR_ACTIONS));
    }

    /** Writes the outputs to the topics of a configuration, as its delivery guarantee says. */
    public static void write(MonitoringOutputs outputs, MonitoringJobConfig config) {
        Topics topics = config.topics();
        DataStream<WireRecord> recommendations =
                encode(outputs.machines().recommendations(), encodeRecommendation(topics), "recommendations");
        DataStream<WireRecord> episodes = encode(outputs.machines().episodes(), encodeEpisode(topics), "episodes");
        DataStream<WireRecord> health = encode(outputs.machines().health(), encodeHealth(topics), "health");
        // Encoders of their own: one behind a union would be in no chain, and every message would be serialised twice.
        DataStream<WireRecord> gatewayRecommendations =
                encode(outputs.gateways().recommendations(), encodeRecommendation(topics), "gateway-recommendations");
        DataStream<WireRecord> gatewayEpisodes =
                encode(outputs.gateways().episodes(), encodeEpisode(topics), "gateway-episodes");
        DataStream<WireRecord> gatewayHealth =
                encode(outputs.gateways().health(), encodeHealth(topics), "gateway-health");
        DataStream<WireRecord> shown = encode(outputs.shown(), encodeShown(topics), "shown");
        DataStream<WireRecord> controlEvents =
                encode(outputs.controlEvents(), encodeControlEvent(topics), "control-events");
        DataStream<WireRecord> deadLetters = encode(outputs.deadLetters(), encodeDeadLetter(topics), "dead-letters");

        DataStream<WireRecord> status = outputs.clock()
                .global()
                .transform("heartbeat", TypeInformation.of(Heartbeat.class), new HeartbeatOperator(identity(config)))
                .setParallelism(1)
                .setMaxParallelism(1)
                .uid("heartbeat")
                .setDescription("Each five seconds: that the job lives, and how far it is behind.")
                .map(encodeStatus(topics))
                .returns(WireRecord.class)
                .setParallelism(1)
                .name("encode-status")
                .uid("encode-status");

        KafkaSink<WireRecord> results = config.exactlyOnce()
                ? OutputSink.exactlyOnce(config.kafka(), JobRights.transactionalIdPrefix(config.groupId()))
                : OutputSink.atLeastOnce(config.kafka());
        recommendations
                .union(
                        episodes,
                        health,
                        gatewayRecommendations,
                        gatewayEpisodes,
                        gatewayHealth,
                        shown,
                        controlEvents,
                        deadLetters)
                .sinkTo(results)
                .name("results-sink")
                .uid("decisions-sink");
        // Outside of transactions: that no checkpoint completes is what it has to tell.
        status.sinkTo(OutputSink.atLeastOnce(config.kafka()))
                .setParallelism(1)
                .name("status-sink")
                .uid("health-sink");
    }

    private static <T> DataStream<WireRecord> encode(
            DataStream<T> output, FlatMapFunction<T, WireRecord> encoder, String name) {
        return output.flatMap(encoder)
                .returns(WireRecord.class)
                .name("encode-" + name)
                .uid("encode-" + name);
    }

    /** Without checkpoints nothing would be delivered after a failure; where the cluster says how often, that counts. */
    private static void takeCheckpoints(StreamExecutionEnvironment environment, MonitoringJobConfig config) {
        CheckpointConfig checkpoints = environment.getCheckpointConfig();
        if (!checkpoints.isCheckpointingEnabled()) {
            Duration interval = config.exactlyOnce() ? EXACTLY_ONCE_INTERVAL : AT_LEAST_ONCE_INTERVAL;
            checkpoints.setCheckpointInterval(interval.toMillis());
        }
        checkpoints.setExternalizedCheckpointRetention(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    }

    /** The audit trail, and the newest recommendation of each machine. */
    private static FlatMapFunction<Recommendation, WireRecord> encodeRecommendation(Topics topics) {
        String trail = topics.name(Topic.RECOMMENDATIONS);
        String newest = topics.name(Topic.TWIN_STATE);
        return (recommendation, out) -> {
            byte[] value = MessageCodec.encode(recommendation);
            byte[] key = key(recommendation.machineId());
            out.collect(WireRecord.of(trail, key, value));
            out.collect(WireRecord.of(newest, key, value));
        };
    }

    /** No news: it does not go into the audit trail. */
    private static FlatMapFunction<Recommendation, WireRecord> encodeShown(Topics topics) {
        String newest = topics.name(Topic.TWIN_STATE);
        return (recommendation, out) -> out.collect(
                WireRecord.of(newest, key(recommendation.machineId()), MessageCodec.encode(recommendation)));
    }

    private static FlatMapFunction<EpisodeEvent, WireRecord> encodeEpisode(Topics topics) {
        String topic = topics.name(Topic.ANOMALIES);
        MachineLog log = new MachineLog();
        return (event, out) -> {
            log.say(event);
            out.collect(WireRecord.of(topic, key(event.machineId()), MessageCodec.encode(event)));
        };
    }

    private static FlatMapFunction<ControlEvent, WireRecord> encodeControlEvent(Topics topics) {
        String topic = topics.name(Topic.ANOMALIES);
        MachineLog log = new MachineLog();
        return (event, out) -> {
            log.say(event);
            out.collect(WireRecord.of(topic, key(event.key()), MessageCodec.encode(event)));
        };
    }

    private static FlatMapFunction<Health, WireRecord> encodeHealth(Topics topics) {
        String topic = topics.name(Topic.HEALTH);
        return (health, out) -> out.collect(WireRecord.of(topic, key(health.machineId()), MessageCodec.encode(health)));
    }

    private static MapFunction<Heartbeat, WireRecord> encodeStatus(Topics topics) {
        String topic = topics.name(Topic.JOB_STATUS);
        return status -> WireRecord.of(topic, key(status.job()), MessageCodec.encode(status));
    }

    private static JobIdentity identity(MonitoringJobConfig config) {
        return new JobIdentity(
                config.groupId(), JobVersion.read(), config.exactlyOnce() ? "exactly-once" : "at-least-once");
    }

    private static FlatMapFunction<DeadLetter, WireRecord> encodeDeadLetter(Topics topics) {
        String topic = topics.name(Topic.DEAD_LETTERS);
        return (letter, out) -> out.collect(new WireRecord(topic, letter.key(), letter.value(), headers(letter)));
    }

    private static List<WireHeader> headers(DeadLetter letter) {
        return DeadLetterHeaders.of(letter).entrySet().stream()
                .map(header -> new WireHeader(header.getKey(), header.getValue()))
                .collect(Collectors.toList());
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
