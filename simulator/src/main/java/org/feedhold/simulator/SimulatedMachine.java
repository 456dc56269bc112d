package org.feedhold.simulator;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.feedhold.simulator.ShiftCalendar.Activity;
import org.feedhold.simulator.fault.Fault;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.simulator.fault.FaultVariant;
import org.jspecify.annotations.Nullable;

/**
 * One machine, sample by sample, without clock or input and output: what it does depends on settings, position and calls
 * alone. Its state is small and of constant size.
 *
 * <p>The machines of one {@link #all} share their scratch space: use them from one thread at a time.
 */
public final class SimulatedMachine {

    private static final double SPIKE_PROBABILITY = 0.01;
    private static final int SOUND_AFTER_SPIKE = 2;
    private static final int PARTS_PER_ORDER = 10;
    private static final int FIRST_ORDER = 1041;

    private final SimulationSettings settings;
    private final int index;
    private final Shared shared;
    private final byte[] identity;
    private final SplittableRandom events;
    private final CuttingProcess process;
    private final FaultTrack faults;
    private final CutOutcome outcome = new CutOutcome();
    private final TruthLog truth = new TruthLog();
    private final @Nullable ShiftCalendar calendar;

    private long soundSamples = SOUND_AFTER_SPIKE;
    private long sample;
    private long sequence;
    private long lastTimestamp;
    private boolean cutting = true;
    private String partId = "";
    private String workOrder = "";
    private @Nullable TruthWindow wornTool;
    private double lastLoad = Double.NaN;
    private double lastVibration;
    private double lastTemperature;
    private double lastFeed;

    private SimulatedMachine(SimulationSettings settings, int index, FaultPlan plan, Shared shared) {
        this.settings = settings;
        this.index = index;
        this.shared = shared;
        this.identity = TelemetryWriter.identity(id(), settings.gatewayOf(index));
        SplittableRandom random = new SplittableRandom(scattered(settings.seed(), index));
        this.events = random.split();
        this.process = new CuttingProcess(settings, shared.phases, random.split());
        this.faults =
                new FaultTrack(id(), plan.faultsOf(id(), random.split(), settings.intervalMillis()), random.split());
        this.calendar = settings.profile() == Profile.FLEET ? new ShiftCalendar(settings.zone()) : null;
        this.lastTimestamp = settings.startMillis() - settings.intervalMillis();
        namePart();
    }

    /**
     * All machines of the settings, in the order of their ids, before their first samples.
     *
     * @throws IllegalArgumentException if a fault plan does not fit the machines
     */
    public static List<SimulatedMachine> all(SimulationSettings settings) {
        FaultPlan plan = GatewayFaults.spread(settings);
        Shared shared = new Shared(settings);
        return IntStream.range(0, settings.machineIds().size())
                .mapToObj(index -> new SimulatedMachine(settings, index, plan, shared))
                .toList();
    }

    /** Id of the machine. */
    public String id() {
        return settings.machineIds().get(index);
    }

    /** Gateway of the machine; null without one. */
    public @Nullable String gatewayId() {
        return settings.gatewayOf(index);
    }

    /** The next sample, one interval after the last one. */
    public SimulatedSample next() {
        return next(lastTimestamp + settings.intervalMillis(), settings.intervalMillis());
    }

    /**
     * The next sample at a time of the caller's choice.
     *
     * @param timestampMillis event time in epoch milliseconds, later than the last sample's
     * @param intervalMillis time to the sample after it in milliseconds, at least 1, from which planned ends follow
     */
    public SimulatedSample next(long timestampMillis, long intervalMillis) {
        String phase = process.phase().name();
        long samplesLeft = cuttingSamplesFrom(timestampMillis, intervalMillis);
        byte[] telemetry;
        Inspection inspection = null;
        cutting = samplesLeft > 0;
        if (cutting) {
            telemetry = cut(timestampMillis, samplesLeft, intervalMillis);
            inspection = process.endsPart() ? inspect(timestampMillis) : null;
            advance();
        } else {
            faults.endAll(lastTimestamp, truth);
            telemetry = rest(timestampMillis);
        }
        sample++;
        lastTimestamp = timestampMillis;
        return new SimulatedSample(
                id(), timestampMillis, phase, telemetry, inspection, truth.takeBegan(), truth.takeEnded());
    }

    /**
     * Has a fault begin with the next sample.
     *
     * @param type what breaks; a silent gateway silences this machine only, so inject it into all of the gateway
     * @param samples number of faulty samples, at least 1
     * @param strength factor on the effect
     * @throws IllegalArgumentException if a value is outside its range
     * @throws IllegalStateException if the machine is not cutting, or has a fault of this kind already
     */
    public void inject(FaultType type, int samples, double strength) {
        if (!cutting) {
            throw new IllegalStateException(
                    "machine " + id() + " is not cutting (break, night or weekend); inject when it is");
        }
        faults.inject(new Fault(type, 0, samples, strength));
    }

    /** Ends the run: the truth that was still open, closed at the last sample. */
    public List<TruthWindow> finish() {
        faults.endAll(lastTimestamp, truth);
        endWornTool();
        return truth.takeEnded();
    }

    private byte @Nullable [] cut(long timestampMillis, long samplesLeft, long intervalMillis) {
        Readings readings = shared.readings;
        process.cut(readings);
        faults.begin(sample, timestampMillis, samplesLeft, intervalMillis, truth);
        faults.apply(sample, readings);
        followWear(timestampMillis);
        outcome.add(readings, process.phase());
        process.measure(readings);
        FaultVariant dropout = faults.dropout();
        if (settings.profile() == Profile.HARD) {
            spike(readings, timestampMillis, dropout);
        }
        stick(readings, dropout);
        faults.end(sample, timestampMillis, truth);
        sequence++;
        return dropout.silent() ? null : write(timestampMillis, readings, "ACTIVE", dropout);
    }

    private byte @Nullable [] rest(long timestampMillis) {
        if (calendar == null || calendar.at(timestampMillis) == Activity.OFFLINE) {
            return null;
        }
        Readings readings = shared.readings;
        process.rest(readings);
        process.measure(readings);
        sequence++;
        String execution = calendar.at(timestampMillis) == Activity.BREAK ? "READY" : "STOPPED";
        return write(timestampMillis, readings, execution, FaultVariant.NONE);
    }

    private byte[] write(long timestampMillis, Readings readings, String execution, FaultVariant dropout) {
        return shared.writer.write(
                new TelemetryWriter.Context(
                        timestampMillis,
                        sequence,
                        identity,
                        partId,
                        workOrder,
                        process.phase().name(),
                        process.toolId(),
                        execution,
                        cutting),
                readings,
                dropout);
    }

    /** Number of samples from this one on that the machine cuts: the last one before it is switched off says STOPPED. */
    private long cuttingSamplesFrom(long timestampMillis, long intervalMillis) {
        if (calendar == null) {
            return Long.MAX_VALUE;
        }
        if (calendar.at(timestampMillis) != Activity.WORKING) {
            return 0;
        }
        long samples = (calendar.endOf(timestampMillis) - timestampMillis + intervalMillis - 1) / intervalMillis;
        return calendar.switchedOffAfter(timestampMillis) ? samples - 1 : samples;
    }

    private void followWear(long timestampMillis) {
        boolean worn = process.wearPct() > MachineType.WEAR_LIMIT_PCT;
        if (worn && wornTool == null) {
            wornTool = new TruthWindow(id(), "worn_tool", "", timestampMillis, Long.MAX_VALUE, 1);
            truth.begin(wornTool);
        } else if (!worn) {
            endWornTool();
        }
    }

    private void endWornTool() {
        if (wornTool != null) {
            truth.end(wornTool, lastTimestamp);
            wornTool = null;
        }
    }

    private void spike(Readings readings, long timestampMillis, FaultVariant dropout) {
        // A spike stands alone, else the profile would ask what is done about bursts.
        boolean soundUntilNow = soundSamples++ >= SOUND_AFTER_SPIKE;
        if (events.nextDouble() >= SPIKE_PROBABILITY || !soundUntilNow) {
            return;
        }
        int signal = events.nextInt(3);
        double height = events.nextDouble();
        if (dropout != FaultVariant.NONE) {
            return;
        }
        switch (signal) {
            case 0 -> readings.vibration += 1 + 0.6 * height;
            case 1 -> readings.load += 20 + 10 * height;
            default -> readings.temperature += 10 + 5 * height;
        }
        soundSamples = 0;
        TruthWindow spike = new TruthWindow(id(), "spike", "", timestampMillis, timestampMillis, 1);
        truth.begin(spike);
        truth.end(spike, timestampMillis);
    }

    private void stick(Readings readings, FaultVariant dropout) {
        if (dropout == FaultVariant.STUCK && !Double.isNaN(lastLoad)) {
            readings.load = lastLoad;
            readings.vibration = lastVibration;
            readings.temperature = lastTemperature;
            readings.feed = lastFeed;
        } else {
            lastLoad = readings.load;
            lastVibration = readings.vibration;
            lastTemperature = readings.temperature;
            lastFeed = readings.feed;
        }
    }

    private Inspection inspect(long timestampMillis) {
        MachineType.Part part = settings.type().part();
        return new Inspection(
                partId,
                id(),
                workOrder,
                timestampMillis,
                part.characteristic(),
                part.nominalMillimetres(),
                outcome.finish(events),
                CutOutcome.TOLERANCE_UM);
    }

    private void advance() {
        long part = process.part();
        process.advance();
        if (process.part() != part) {
            namePart();
        }
    }

    /** Parts go round the machines, so that no two machines make the same one. */
    private void namePart() {
        long made = process.part() * settings.machineIds().size() + index;
        partId = settings.type().part().idPrefix() + (settings.type().part().firstNumber() + made);
        workOrder = "WO-" + (FIRST_ORDER + made / PARTS_PER_ORDER);
    }

    /** Seeds of neighbouring machines that have nothing in common: the finalizer of MurmurHash3. */
    private static long scattered(long seed, int index) {
        long mixed = seed * 0x9E3779B97F4A7C15L + index;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }

    /** What the machines of a group use in turn. */
    private static final class Shared {

        final Phase[] phases;
        final Readings readings = new Readings();
        final TelemetryWriter writer;

        Shared(SimulationSettings settings) {
            List<Phase> usual = settings.type().phases();
            phases = IntStream.range(0, usual.size())
                    .mapToObj(i -> usual.get(i).lasting(settings.phaseLengths().get(i)))
                    .toArray(Phase[]::new);
            writer = new TelemetryWriter(settings.type(), settings.withExpected());
        }
    }
}
