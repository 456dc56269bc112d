package org.feedhold.simulator.stream;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.feedhold.kafka.Topic;
import org.feedhold.simulator.SimulatedMachine;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.TruthWindow;
import org.feedhold.simulator.fault.FaultVariant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the machines make their samples when the clock says so, and carries out commands in between; one thread does it all. */
final class MachineDriver implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(MachineDriver.class);
    private static final int MAX_WAITING_COMMANDS = 1000;
    private static final long LONGEST_WAIT_MILLIS = 100;

    private final SimulationSettings settings;
    private final RecordSender sender;
    private final Clock clock;
    private final Pace pace;
    private final BlockingQueue<SimulatorCommand> commands = new ArrayBlockingQueue<>(MAX_WAITING_COMMANDS);
    private final Map<TruthKey, TruthWindow> announced = new HashMap<>();
    private final Map<String, Integer> positions = new HashMap<>();

    private List<SimulatedMachine> machines;
    private int turn;
    private long lastMillis;

    private volatile boolean stopping;
    private volatile boolean running = true;
    private volatile boolean paused;
    private volatile double speed;
    private volatile long behindMillis;
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong applied = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile @Nullable String lastRefusal;
    private volatile @Nullable Throwable failure;

    MachineDriver(SimulationSettings settings, double speed, RecordSender sender, Clock clock) {
        this.settings = settings;
        this.sender = sender;
        this.clock = clock;
        this.machines = SimulatedMachine.all(settings);
        this.pace = new Pace(machines.size(), settings.intervalMillis(), speed, clock.millis());
        this.speed = speed;
        for (int position = 0; position < machines.size(); position++) {
            positions.put(machines.get(position).id(), position);
        }
    }

    @Override
    public void run() {
        try {
            register();
            while (!stopping) {
                live();
            }
            closeTruth();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
            LOG.error("The simulator has stopped", e);
        } finally {
            running = false;
        }
    }

    void stop() {
        stopping = true;
    }

    /** Takes a command, to be carried out before the next sample. */
    void accept(SimulatorCommand command) {
        if (!commands.offer(command)) {
            refuse("command " + command + ": " + MAX_WAITING_COMMANDS + " commands are waiting already");
        }
    }

    /** Notes that a command was no command. */
    void refuse(String reason) {
        lastRefusal = reason;
        refused.incrementAndGet();
        LOG.warn("Ignored a {}", reason);
    }

    SimulatorStatus status() {
        return new SimulatorStatus(
                running,
                paused,
                speed,
                sender.telemetrySent(),
                sender.lost(),
                skipped.get(),
                behindMillis,
                applied.get(),
                refused.get(),
                lastRefusal,
                failure);
    }

    private void live() throws InterruptedException {
        if (!paused) {
            followClock();
        }
        long wait = paused ? LONGEST_WAIT_MILLIS : pace.due() - clock.millis();
        SimulatorCommand command =
                wait > 0 ? commands.poll(Math.min(wait, LONGEST_WAIT_MILLIS), TimeUnit.MILLISECONDS) : commands.poll();
        if (command != null) {
            carryOut(command);
        } else if (!paused && wait <= LONGEST_WAIT_MILLIS) {
            sample(pace.due());
            pace.advance();
        }
    }

    /** Starts afresh from now if the machine slept, Kafka held us up for long, or the clock was set. */
    private void followClock() {
        long now = clock.millis();
        long behind = now - pace.due();
        behindMillis = Math.max(0, behind);
        if (behind > Pace.MAX_LAG_MILLIS) {
            long missed = behind / pace.spacing() * machines.size();
            skipped.addAndGet(missed);
            LOG.warn(
                    "The simulator was {} ms behind the clock; it skips {} samples and goes on from now",
                    behind,
                    missed);
            pace.startFrom(now);
        } else if (-behind > pace.spacing() + Pace.MAX_LAG_MILLIS) {
            LOG.warn("The clock was set back by about {} ms; the simulator goes on from now", -behind);
            pace.startFrom(now);
        }
    }

    private void sample(long timestamp) {
        SimulatedSample sample = machines.get(turn).next(timestamp, pace.spacing());
        turn = (turn + 1) % machines.size();
        lastMillis = timestamp;
        if (sample.telemetry() != null) {
            sender.send(Topic.TELEMETRY, sample.machineId(), sample.telemetry());
        }
        if (sample.inspection() != null) {
            sender.send(Topic.INSPECTIONS, sample.machineId(), SimulatorMessages.inspection(sample.inspection()));
        }
        sample.began().forEach(this::announce);
        sample.ended().forEach(this::correct);
    }

    private void announce(TruthWindow window) {
        announced.put(TruthKey.of(window), window);
        sender.send(Topic.SIMULATOR_TRUTH, window.machineId(), SimulatorMessages.truth(window));
    }

    /** Writes truth again only if it ended otherwise than planned. */
    private void correct(TruthWindow window) {
        if (!window.equals(announced.remove(TruthKey.of(window)))) {
            sender.send(Topic.SIMULATOR_TRUTH, window.machineId(), SimulatorMessages.truth(window));
        }
    }

    private void closeTruth() {
        machines.forEach(machine -> machine.finish().forEach(this::correct));
    }

    private void register() {
        for (SimulatedMachine machine : machines) {
            byte[] entry = SimulatorMessages.machine(
                    machine.id(),
                    machine.gatewayId(),
                    settings.type(),
                    settings.zone().getId());
            sender.send(Topic.MACHINES, machine.id(), entry);
        }
    }

    private void carryOut(SimulatorCommand command) {
        try {
            if (command instanceof SimulatorCommand.Inject inject) {
                inject(inject);
            } else if (command instanceof SimulatorCommand.Speed change) {
                pace.changeSpeed(change.factor(), soonest());
                speed = pace.factor();
            } else if (command instanceof SimulatorCommand.Step) {
                step();
            } else if (command instanceof SimulatorCommand.Reset) {
                closeTruth();
                machines = SimulatedMachine.all(settings);
                turn = 0;
            } else {
                pause(command instanceof SimulatorCommand.Pause);
            }
            applied.incrementAndGet();
        } catch (IllegalArgumentException | IllegalStateException e) {
            refuse("command " + command + ": " + e.getMessage());
        }
    }

    private void inject(SimulatorCommand.Inject inject) {
        Integer position = positions.get(inject.machineId());
        if (position == null) {
            throw new IllegalArgumentException("machine \"" + inject.machineId() + "\" is not simulated here");
        }
        int samples = (int) Math.min(Integer.MAX_VALUE, (inject.forMillis() + pace.spacing() - 1) / pace.spacing());
        if (inject.type().variant() == FaultVariant.SILENT_GATEWAY) {
            String gateway = settings.gatewayOf(position);
            if (gateway == null) {
                throw new IllegalStateException("machine " + inject.machineId() + " has no gateway to silence");
            }
            for (SimulatedMachine machine : machines) {
                if (gateway.equals(machine.gatewayId())) {
                    machine.inject(inject.type(), samples, inject.strength());
                }
            }
        } else {
            machines.get(position).inject(inject.type(), samples, inject.strength());
        }
    }

    private void step() {
        if (!paused) {
            throw new IllegalStateException("the simulator is not paused; pause it first");
        }
        long now = soonest();
        for (int i = 0; i < machines.size(); i++) {
            sample(now);
        }
    }

    private void pause(boolean pausing) {
        if (pausing == paused) {
            throw new IllegalStateException(paused ? "the simulator is paused already" : "the simulator is not paused");
        }
        paused = pausing;
        if (!pausing) {
            pace.startFrom(soonest());
        }
    }

    /** Now, or just after the last sample: two samples of a machine never have one timestamp. */
    private long soonest() {
        return Math.max(clock.millis(), lastMillis + 1);
    }

    private record TruthKey(String machineId, String kind, String variant, long startMillis) {

        static TruthKey of(TruthWindow window) {
            return new TruthKey(window.machineId(), window.kind(), window.variant(), window.startMillis());
        }
    }
}
