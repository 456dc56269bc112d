package org.feedhold.jobs;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.health.Health;

/**
 * What the monitoring job writes.
 *
 * @param evidence what every sample meant, before it is weighed; not written anywhere
 * @param machines what is said of machines whose records name no gateway
 * @param gateways what is said of gateways, and of the machines that are heard through them
 * @param shown recommendations that are no news, but the newest state of a machine
 * @param controlEvents what was applied and what was refused
 * @param deadLetters input that could not be used
 * @param clock carries no record: its watermark is the arrival time up to which all has been judged
 */
public record MonitoringOutputs(
        DataStream<SustainedEvidence> evidence,
        Judgements machines,
        Judgements gateways,
        DataStream<Recommendation> shown,
        DataStream<ControlEvent> controlEvents,
        DataStream<DeadLetter> deadLetters,
        DataStream<Recommendation> clock) {

    /**
     * What is said of machines and gateways.
     *
     * @param recommendations every graded decision
     * @param episodes openings, escalations and closings
     * @param health twin state
     */
    public record Judgements(
            DataStream<Recommendation> recommendations, DataStream<EpisodeEvent> episodes, DataStream<Health> health) {}

    /** Every graded decision. */
    public DataStream<Recommendation> recommendations() {
        return machines.recommendations().union(gateways.recommendations());
    }

    /** Openings, escalations and closings. */
    public DataStream<EpisodeEvent> episodes() {
        return machines.episodes().union(gateways.episodes());
    }

    /** Twin state. */
    public DataStream<Health> health() {
        return machines.health().union(gateways.health());
    }
}
