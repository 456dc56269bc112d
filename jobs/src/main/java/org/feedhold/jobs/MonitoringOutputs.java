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
 * @param recommendations every graded decision
 * @param episodes openings, escalations and closings
 * @param health twin state
 * @param controlEvents what was applied and what was refused
 * @param deadLetters input that could not be used
 * @param clock carries no record: its watermark is the arrival time up to which all has been judged
 */
public record MonitoringOutputs(
        DataStream<SustainedEvidence> evidence,
        DataStream<Recommendation> recommendations,
        DataStream<EpisodeEvent> episodes,
        DataStream<Health> health,
        DataStream<ControlEvent> controlEvents,
        DataStream<DeadLetter> deadLetters,
        DataStream<Recommendation> clock) {}
