package org.feedhold.simulator.fault;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Which faults a machine gets. A fault that would begin while its machine is not cutting does not take place. */
public sealed interface FaultPlan {

    /** Least number of sound samples before each fault drawn at random. */
    int MIN_GAP = 12;
    /** Shortest fault drawn at random, in samples. */
    int MIN_SAMPLES = 6;
    /** Longest fault drawn at random, in samples. */
    int MAX_SAMPLES = 20;

    /** No faults but those injected while the simulator runs. */
    static FaultPlan none() {
        return new Scripted(List.of());
    }

    /** The faults of one machine in the order of their first samples, perhaps without end. */
    Iterator<Fault> faultsOf(String machineId, SplittableRandom random, long intervalMillis);

    /**
     * The same faults on every machine.
     *
     * @param faults faults in any order; they may overlap
     */
    record Scripted(List<Fault> faults) implements FaultPlan {

        /** Puts the faults in order. */
        public Scripted {
            faults = FaultScript.ordered(faults);
        }

        @Override
        public Iterator<Fault> faultsOf(String machineId, SplittableRandom random, long intervalMillis) {
            return faults.iterator();
        }
    }

    /**
     * A script for each machine; machines without one stay sound.
     *
     * @param faults faults by machine id
     */
    record PerMachine(Map<String, List<Fault>> faults) implements FaultPlan {

        /** Copies the scripts. */
        public PerMachine {
            faults = Map.copyOf(faults);
        }

        @Override
        public Iterator<Fault> faultsOf(String machineId, SplittableRandom random, long intervalMillis) {
            return FaultScript.ordered(faults.getOrDefault(machineId, List.of()))
                    .iterator();
        }
    }

    /**
     * Faults at random for as long as the machine runs, 6 to 20 samples long, at least 12 samples apart.
     *
     * @param perHour mean number of faults an hour and machine, greater than 0
     * @param allowed types to choose from, each equally often
     */
    record AtRate(double perHour, List<FaultType> allowed) implements FaultPlan {

        /** Refuses an empty choice, a rate of 0, and types that concern several machines. */
        public AtRate {
            allowed = checked(allowed);
            if (!(perHour > 0)) {
                throw new IllegalArgumentException("faults per hour must be greater than 0: " + perHour);
            }
        }

        @Override
        public Iterator<Fault> faultsOf(String machineId, SplittableRandom random, long intervalMillis) {
            double samplesPerHour = 3_600_000.0 / intervalMillis;
            double shortestCycle = MIN_GAP + (MIN_SAMPLES + MAX_SAMPLES) / 2.0;
            double slack = samplesPerHour / perHour - shortestCycle;
            if (slack < 0) {
                throw new IllegalArgumentException(
                        "%s faults an hour do not fit at a sample each %d ms; at most %.1f do"
                                .formatted(perHour, intervalMillis, samplesPerHour / shortestCycle));
            }
            return new Iterator<>() {
                private long end;

                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Fault next() {
                    long gap = MIN_GAP + Math.round(-slack * Math.log1p(-random.nextDouble()));
                    Fault fault = draw(allowed, random, end + gap);
                    end = fault.lastSample() + 1;
                    return fault;
                }
            };
        }
    }

    /**
     * A plan for some of the machines; the others stay sound. Which ones is drawn: the same for the same seed.
     *
     * @param share share of machines that the plan is for, 0 to 1
     * @param plan what those get
     */
    record InShare(double share, FaultPlan plan) implements FaultPlan {

        /** Refuses a share outside 0 to 1. */
        public InShare {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share of faulty machines must be from 0 to 1: " + share);
            }
        }

        @Override
        public Iterator<Fault> faultsOf(String machineId, SplittableRandom random, long intervalMillis) {
            return random.nextDouble() < share
                    ? plan.faultsOf(machineId, random, intervalMillis)
                    : Collections.emptyIterator();
        }
    }

    /**
     * A number of faults at random in a run of known length, 6 to 20 samples long, at least 12 samples apart and from
     * the run's ends.
     *
     * @param count number of faults, at least 1
     * @param runSamples samples of the run
     * @param allowed types to choose from, each equally often
     */
    record Count(int count, int runSamples, List<FaultType> allowed) implements FaultPlan {

        /** Refuses an empty choice, more faults than fit, and types that concern several machines. */
        public Count {
            allowed = checked(allowed);
            int fit = (runSamples - MIN_GAP) / (MAX_SAMPLES + MIN_GAP);
            if (count < 1 || count > fit) {
                throw new IllegalArgumentException("number of faults must be from 1 to " + fit + " in a run of "
                        + runSamples + " samples: " + count);
            }
        }

        @Override
        public Iterator<Fault> faultsOf(String machineId, SplittableRandom random, long intervalMillis) {
            List<Fault> unplaced = IntStream.range(0, count)
                    .mapToObj(i -> draw(allowed, random, 0))
                    .toList();
            int needed = unplaced.stream().mapToInt(Fault::samples).sum() + MIN_GAP * (count + 1);
            int[] shifts = random.ints(count, 0, runSamples - needed + 1).toArray();
            Arrays.sort(shifts);
            Fault[] placed = new Fault[count];
            int used = 0;
            for (int i = 0; i < count; i++) {
                placed[i] = unplaced.get(i).shifted(shifts[i] + used + MIN_GAP);
                used += MIN_GAP + placed[i].samples();
            }
            return Collections.unmodifiableList(Arrays.asList(placed)).iterator();
        }
    }

    private static Fault draw(List<FaultType> allowed, SplittableRandom random, long firstSample) {
        FaultType type = allowed.get(random.nextInt(allowed.size()));
        return new Fault(type, firstSample, random.nextInt(MIN_SAMPLES, MAX_SAMPLES + 1), 1);
    }

    private static List<FaultType> checked(List<FaultType> allowed) {
        if (allowed.isEmpty()) {
            throw new IllegalArgumentException("no fault to choose from; name at least one");
        }
        for (FaultType type : allowed) {
            if (type.variant() == FaultVariant.SILENT_GATEWAY) {
                throw new IllegalArgumentException(type
                        + " concerns several machines and cannot be drawn for each at random; script or inject it");
            }
        }
        return List.copyOf(allowed);
    }
}
