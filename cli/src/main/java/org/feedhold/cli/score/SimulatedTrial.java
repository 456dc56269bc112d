package org.feedhold.cli.score;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.configuration.Configuration;
import org.feedhold.jobs.backtest.Backtest;
import org.feedhold.simulator.Profile;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.Fault;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.simulator.scoring.RunLog;
import org.feedhold.simulator.scoring.Score;
import org.feedhold.simulator.scoring.Scorer;
import org.feedhold.simulator.scoring.ScoringSettings;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.process.ControlDecoder;
import org.feedhold.twin.process.ControlRecord;

/**
 * Simulates many runs of one machine each, lets the job judge them in this process, and scores what it wrote.
 *
 * @param profile profile of the simulator
 * @param runs number of runs, each with a seed of its own
 * @param samples samples of each run
 * @param seed seed of the trial
 * @param withExpected whether samples carry {@code expected_*}
 * @param script faults of every run
 * @param maxShift every run's faults are shifted by up to this many samples; 0: the script's own times
 */
record SimulatedTrial(
        Profile profile, int runs, int samples, long seed, boolean withExpected, List<Fault> script, int maxShift) {

    /** A health record for each sample: the score looks at single samples. */
    private static final long EVERY_SAMPLE = 0;

    /** Runs the trial. */
    Score run(List<ControlRecord> control, ControlDecoder decoder) throws Exception {
        SimulationSettings settings = SimulatedRuns.settings(runs, seed)
                .profile(profile)
                .withExpected(withExpected)
                .faults(faults())
                .build();
        List<SimulatedRun> simulated = SimulatedRuns.generate(settings, samples);
        Backtest.Result result = Backtest.run(log(simulated), control, decoder, EVERY_SAMPLE, new Configuration());
        RunLog log = new RunLog();
        for (SimulatedRun run : simulated) {
            for (SimulatedSample sample : run.samples()) {
                log.sample(run.machineId(), sample.timestampMillis(), sample.processPhase());
            }
            run.truth().forEach(log::truth);
        }
        result.recommendations().forEach(log::recommendation);
        result.episodes().forEach(log::episode);
        result.health().forEach(log::health);
        return Scorer.score(log, ScoringSettings.DEFAULT);
    }

    /** One line that says what is simulated. */
    String describe() {
        return "profile " + profile.code() + ", " + (withExpected ? "with" : "without")
                + " expected_* in the samples, seed " + seed + ", faults " + script
                + (maxShift == 0 ? "" : " shifted by up to " + maxShift);
    }

    private FaultPlan faults() {
        if (maxShift == 0) {
            return new FaultPlan.Scripted(script);
        }
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, List<Fault>> byMachine = new HashMap<>();
        for (String machineId : SimulationSettings.numberedIds("RUN-", runs, 3)) {
            byMachine.put(machineId, FaultScript.shifted(script, maxShift, random.nextLong()));
        }
        return new FaultPlan.PerMachine(byMachine);
    }

    /** The log as it would lie in one partition: by time, arrival time as event time. */
    private static List<RawRecord> log(List<SimulatedRun> simulated) {
        List<RawRecord> log = new ArrayList<>();
        int samples = simulated.get(0).samples().size();
        for (int i = 0; i < samples; i++) {
            for (SimulatedRun run : simulated) {
                SimulatedSample sample = run.samples().get(i);
                if (sample.telemetry() != null) {
                    log.add(new RawRecord(
                            "telemetry",
                            0,
                            log.size(),
                            sample.timestampMillis(),
                            run.machineId().getBytes(StandardCharsets.UTF_8),
                            sample.telemetry()));
                }
            }
        }
        return log;
    }
}
