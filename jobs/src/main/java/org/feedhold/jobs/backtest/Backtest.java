package org.feedhold.jobs.backtest;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.functions.FromElementsGeneratorFunction;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.feedhold.connectors.ArrivalWatermarks;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.jobs.MonitoringOutputs;
import org.feedhold.jobs.MonitoringParts;
import org.feedhold.jobs.MonitoringTopology;
import org.feedhold.jobs.StrictEnvironment;
import org.feedhold.jobs.replay.CollectingSink;
import org.feedhold.kafka.acquisition.TelemetryDecoder;
import org.feedhold.kafka.acquisition.TelemetryScanner;
import org.feedhold.operators.detection.TwinSettings;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.process.ControlDecoder;
import org.feedhold.twin.process.ControlLog;
import org.feedhold.twin.process.ControlRecord;

/** Runs the monitoring job over a recorded log: bounded, in this process, without a broker. It is the same job. */
public final class Backtest {

    private Backtest() {}

    /**
     * What the job wrote.
     *
     * @param recommendations recommendations, each machine's in order
     * @param episodes episode events, each machine's in order
     * @param health health records, each machine's in order
     * @param deadLetters input that could not be used
     * @param shown recommendations that are no news, but the newest state of a machine, each machine's in order
     * @param controlEvents what was applied and what was refused; an operator's actions of one machine in order
     */
    public record Result(
            List<Recommendation> recommendations,
            List<EpisodeEvent> episodes,
            List<Health> health,
            List<DeadLetter> deadLetters,
            List<Recommendation> shown,
            List<ControlEvent> controlEvents) {}

    /**
     * Runs the job to the end of the log.
     *
     * @param log telemetry in order of arrival
     * @param control process models, releases and operator actions, known from the start
     * @param decoder decodes them
     * @param healthIntervalMillis time between two health records of one machine; 0: one for each sample
     * @param flink parallelism, state backend and the like
     * @throws Exception if the job fails
     */
    public static Result run(
            List<RawRecord> log,
            List<ControlRecord> control,
            ControlDecoder decoder,
            long healthIntervalMillis,
            Configuration flink)
            throws Exception {
        StreamExecutionEnvironment environment =
                StrictEnvironment.strict(StreamExecutionEnvironment.getExecutionEnvironment(flink));
        DataStream<RawRecord> telemetry = environment
                .fromData(log, TypeInformation.of(RawRecord.class))
                .setParallelism(1)
                .uid("telemetry");
        Outputs outputs = define(environment, telemetry, endOf(log), control, decoder, healthIntervalMillis);
        environment.execute("backtest");
        return outputs.take();
    }

    /** What the arrival clock reads at the end of a log. */
    static long endOf(List<RawRecord> log) {
        return log.stream().mapToLong(RawRecord::clock).max().orElse(0) - 1;
    }

    /** Defines the job over telemetry in order of arrival up to {@code end}, read in one instance. */
    static Outputs define(
            StreamExecutionEnvironment environment,
            DataStream<RawRecord> telemetry,
            long end,
            List<ControlRecord> control,
            ControlDecoder decoder,
            long healthIntervalMillis) {
        DataStream<RawRecord> clocked = telemetry
                .assignTimestampsAndWatermarks(ArrivalWatermarks.strategy())
                .setParallelism(1)
                .uid("arrival-clock");
        TypeInformation<ControlRecord> type = TypeInformation.of(ControlRecord.class);
        DataStream<ControlRecord> nothingMore = environment
                .fromSource(
                        new DataGeneratorSource<>(
                                new FromElementsGeneratorFunction<>(type, control.toArray(ControlRecord[]::new)),
                                control.size(),
                                type),
                        ArrivalWatermarks.upTo(end),
                        "control-topics")
                .setParallelism(1)
                .uid("control-topics");
        MonitoringOutputs written = MonitoringTopology.define(
                clocked,
                nothingMore,
                new MonitoringParts(
                        new TelemetryScanner(),
                        new TelemetryDecoder(),
                        new RecordedControlLog(control),
                        decoder,
                        new TwinSettings(
                                healthIntervalMillis,
                                MonitoringJobConfig.DEFAULT_MAX_OUT_OF_ORDERNESS.toMillis(),
                                MonitoringJobConfig.DEFAULT_FORGET_AFTER.toMillis(),
                                "telemetry")));
        Outputs outputs = new Outputs(
                new CollectingSink<>(),
                new CollectingSink<>(),
                new CollectingSink<>(),
                new CollectingSink<>(),
                new CollectingSink<>(),
                new CollectingSink<>());
        written.recommendations().sinkTo(outputs.recommendations).uid("recommendations");
        written.episodes().sinkTo(outputs.episodes).uid("anomalies");
        written.health().sinkTo(outputs.health).uid("health");
        written.deadLetters().sinkTo(outputs.deadLetters).uid("dead-letters");
        written.shown().sinkTo(outputs.shown).uid("shown");
        written.controlEvents().sinkTo(outputs.controlEvents).uid("control-events");
        return outputs;
    }

    /** Where the outputs of one job are collected. */
    record Outputs(
            CollectingSink<Recommendation> recommendations,
            CollectingSink<EpisodeEvent> episodes,
            CollectingSink<Health> health,
            CollectingSink<DeadLetter> deadLetters,
            CollectingSink<Recommendation> shown,
            CollectingSink<ControlEvent> controlEvents) {

        /** Hands over what was written, and forgets it. */
        Result take() {
            return new Result(
                    recommendations.take(),
                    episodes.take(),
                    health.take(),
                    deadLetters.take(),
                    shown.take(),
                    controlEvents.take());
        }
    }

    /** Control records that lie in memory and travel with the job. */
    private record RecordedControlLog(List<ControlRecord> records) implements ControlLog {

        @Override
        public void readToEnd(Consumer<ControlRecord> consumer) throws IOException {
            records.forEach(consumer);
        }
    }
}
