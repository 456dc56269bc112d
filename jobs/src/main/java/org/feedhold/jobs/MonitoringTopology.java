package org.feedhold.jobs;

import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.feedhold.jobs.MonitoringOutputs.Judgements;
import org.feedhold.operators.acquisition.ControlFunction;
import org.feedhold.operators.acquisition.ScanFunction;
import org.feedhold.operators.advisory.AdvisorFunction;
import org.feedhold.operators.advisory.GatewayFunction;
import org.feedhold.operators.detection.PatternFunction;
import org.feedhold.operators.detection.TwinFunction;
import org.feedhold.operators.status.HeartbeatOperator;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.advisory.MachineAdvisory;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.detection.PresenceChange;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.process.ControlRecord;

/**
 * The monitoring job, as the data flow through it: acquire, twin, patterns, advise. Sources and sinks are the caller's, so
 * that the same job runs on Kafka, over recorded files and in tests.
 *
 * <p>Everything after {@code keyBy} stays in that partitioning, in one chain: all evidence of one sample reaches the advisor
 * together. Only what is said of machines with a gateway, which is little, is shuffled once more, to their gateway.
 */
public final class MonitoringTopology {

    private MonitoringTopology() {}

    /** Defines the job over two streams and says where its outputs are. */
    public static MonitoringOutputs define(
            DataStream<RawRecord> telemetry, DataStream<ControlRecord> control, MonitoringParts parts) {
        SingleOutputStreamOperator<ControlRecord> validControl = control.process(
                        new ControlFunction(parts.controlLog(), parts.controlDecoder()))
                .setParallelism(1)
                .setMaxParallelism(1)
                .name("control")
                .uid("control")
                .setDescription(
                        "Judges control records; a bad one is refused with its reason, and the last good one stays.");
        BroadcastStream<ControlRecord> broadcast = validControl.broadcast(TwinFunction.CONTROL);

        SingleOutputStreamOperator<MachineRecord> scanned = telemetry
                .process(new ScanFunction(parts.scanner()))
                // As many as the source: a redistribution would lose the order within a machine.
                .setParallelism(telemetry.getParallelism())
                .name("scan")
                .uid("scan")
                .setDescription("Finds machine, time and sequence of each record; one without is a dead letter.");

        SingleOutputStreamOperator<SustainedEvidence> evidence = scanned.union(
                        validControl.getSideOutput(ControlFunction.ACTIONS))
                .keyBy(MachineRecord::machineId)
                .connect(broadcast)
                .process(new TwinFunction(parts.twin(), parts.decoder(), parts.controlLog(), parts.controlDecoder()))
                .name("twin")
                .uid("twin")
                .setDescription(
                        "Restores each machine's order, compares it with its process model, and misses it when it is silent.");
        SingleOutputStreamOperator<SustainedEvidence> limits = byMachine(evidence)
                .process(PatternFunction.ofLimits())
                .name("limit-patterns")
                .uid("limit-patterns")
                .setDescription("CEP: a limit that is breached for as long as its rule says.");
        SingleOutputStreamOperator<SustainedEvidence> dropouts = byMachine(limits)
                .process(PatternFunction.ofDropouts())
                .name("dropout-patterns")
                .uid("dropout-patterns")
                .setDescription("CEP: a signal that stays bad or away.");
        SingleOutputStreamOperator<Recommendation> recommendations = byMachine(dropouts)
                .process(new AdvisorFunction())
                .name("advisor")
                .uid("advisor")
                .setDescription("Episodes, health and the recommendation of each machine.");

        SingleOutputStreamOperator<Recommendation> ofGateways = evidence.getSideOutput(TwinFunction.PRESENCE)
                .keyBy(PresenceChange::gatewayId)
                .connect(recommendations
                        .getSideOutput(AdvisorFunction.WITH_GATEWAY)
                        .keyBy(MachineAdvisory::gatewayId))
                .process(new GatewayFunction())
                .name("gateway")
                .uid("gateway")
                .setDescription("A gateway that is silent with its machines is one finding.");

        return new MonitoringOutputs(
                dropouts,
                new Judgements(
                        recommendations,
                        recommendations.getSideOutput(AdvisorFunction.EPISODES),
                        recommendations.getSideOutput(AdvisorFunction.HEALTH)),
                new Judgements(
                        ofGateways,
                        ofGateways.getSideOutput(GatewayFunction.EPISODES),
                        ofGateways.getSideOutput(GatewayFunction.HEALTH)),
                ofGateways.getSideOutput(GatewayFunction.SHOWN),
                validControl
                        .getSideOutput(ControlFunction.EVENTS)
                        .union(
                                scanned.getSideOutput(ScanFunction.OUTAGES),
                                evidence.getSideOutput(TwinFunction.FORGOTTEN),
                                evidence.getSideOutput(ControlFunction.EVENTS),
                                recommendations.getSideOutput(ControlFunction.EVENTS)),
                scanned.getSideOutput(ScanFunction.DEAD_LETTERS)
                        .union(
                                evidence.getSideOutput(ScanFunction.DEAD_LETTERS),
                                validControl.getSideOutput(ScanFunction.DEAD_LETTERS)),
                ofGateways.getSideOutput(HeartbeatOperator.CLOCK));
    }

    /** The stream lies by machine already: no second shuffle. */
    private static KeyedStream<SustainedEvidence, String> byMachine(DataStream<SustainedEvidence> evidence) {
        return DataStreamUtils.reinterpretAsKeyedStream(
                evidence, sustained -> sustained.evidence().machineId());
    }
}
