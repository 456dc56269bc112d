package org.feedhold.benchmarks.system.streams;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.feedhold.benchmarks.finding.Finding;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one machine, and the rules. Covers every rule of the shipped milling model on a log that is in order,
 * without silence, of one version of the model, with what is expected stated in each sample.
 */
final class Machine {

    private static final String ACTIVE = "ACTIVE";
    private static final double UNUSUAL_LOAD_DEVIATIONS = 1.5;
    private static final double HIGH_LOAD_PCT = 11;
    private static final double VERY_HIGH_LOAD_PCT = 26;
    private static final double NO_LOAD_RATIO = 0.35;
    private static final double STRONG_VIBRATION = 3;
    private static final double WORN_PCT = 32;
    private static final double TOO_WARM_DEGREES = 7;
    private static final int FIXED_BYTES = 256;

    private final String id;
    private final Sensor[] sensors = new Sensor[Signal.ALL.length];
    private final UsualLoad[] usualLoads = new UsualLoad[CuttingPhase.values().length];
    private final @Nullable Breaches[] breaches = new @Nullable Breaches[Rule.ALL.length];
    private final Map<String, Long> openSince = new HashMap<>(4);
    private final SlowTemperature expectedTemperature;
    private @Nullable String phase;
    private @Nullable String tool;

    private Machine(String id, SlowTemperature expectedTemperature) {
        this.id = id;
        this.expectedTemperature = expectedTemperature;
    }

    /** A machine of which nothing is known. */
    static Machine unknown(String id) {
        Machine machine = new Machine(id, new SlowTemperature());
        Arrays.setAll(machine.sensors, signal -> new Sensor());
        Arrays.setAll(machine.usualLoads, each -> new UsualLoad());
        return machine;
    }

    /** Judges the next sample; hands over what ends with it. */
    void take(Telemetry sample, Consumer<Finding> ended) {
        long timestamp = sample.timestamp().toEpochMilli();
        if (sample.toolId() != null) {
            if (tool != null && !tool.equals(sample.toolId())) {
                changeTool(timestamp, ended);
            }
            tool = sample.toolId();
        }
        if (!Objects.equals(phase, sample.processPhase())) {
            phase = sample.processPhase();
            expectedTemperature.enterPhase(isSustained(Rule.TOO_WARM));
        }
        CuttingPhase cutting = sample.execution() == null || sample.execution().equals(ACTIVE)
                ? CuttingPhase.of(sample.processPhase())
                : null;
        double load = good(Signal.LOAD, sample.spindleLoad(), timestamp, cutting);
        double vibration = good(Signal.VIBRATION, sample.vibration(), timestamp, cutting);
        double temperature = good(Signal.TEMPERATURE, sample.temperature(), timestamp, cutting);
        double feed = good(Signal.FEED, sample.feedRate(), timestamp, cutting);
        double wear = good(Signal.WEAR, sample.toolWear(), timestamp, cutting);
        if (cutting == null) {
            stopCutting(timestamp, ended);
            return;
        }
        double excessLoad = load - sample.expectedLoad();
        double excessTemperature =
                temperature - expectedTemperature.at(timestamp, temperature, sample.expectedTemperature());
        boolean lost = Double.isNaN(load + vibration + temperature + feed);
        UsualLoad usual = usualLoads[cutting.ordinal()];
        double unusual = usual.zScore(excessLoad);

        Ended over = new Ended();
        judge(Rule.LOST_SIGNAL, lost ? 1 : 0, 0, timestamp, over);
        judge(Rule.FEED_TOO_SLOW, feed, cutting.leastFeed, timestamp, over);
        judge(Rule.FEED_TOO_FAST, feed, cutting.mostFeed, timestamp, over);
        judge(Rule.CHATTER, vibration, cutting.vibration, timestamp, over);
        judge(Rule.STRONG_CHATTER, vibration, STRONG_VIBRATION, timestamp, over);
        judge(Rule.TOO_WARM, excessTemperature, TOO_WARM_DEGREES, timestamp, over);
        judge(Rule.WORN_TOOL, wear, WORN_PCT, timestamp, over);
        judge(Rule.HIGH_LOAD, excessLoad, HIGH_LOAD_PCT, timestamp, over);
        judge(Rule.VERY_HIGH_LOAD, excessLoad, VERY_HIGH_LOAD_PCT, timestamp, over);
        if (Double.isNaN(unusual) && !Double.isNaN(load)) {
            // A phase of which too little is known: there is nothing to compare with.
            end(Rule.UNUSUAL_LOAD, timestamp, over);
        } else {
            judge(Rule.UNUSUAL_LOAD, unusual, UNUSUAL_LOAD_DEVIATIONS, timestamp, over);
        }
        judge(Rule.NO_LOAD, load / sample.expectedLoad(), NO_LOAD_RATIO, timestamp, over);
        if (!isSuspect() && !Double.isNaN(excessLoad)) {
            usual.add(excessLoad);
        }
        openAndClose(over, ended);
    }

    /** What has not ended yet. */
    void stillOpen(Consumer<Finding> open) {
        openSince.forEach((code, since) -> open.accept(new Finding(code, id, since, null)));
    }

    private double good(Signal signal, @Nullable Double value, long timestamp, @Nullable CuttingPhase cutting) {
        return sensors[signal.ordinal()].good(signal, value, timestamp, cutting != null);
    }

    /** A value that is not good changes nothing. */
    private void judge(Rule rule, double value, double limit, long timestamp, Ended over) {
        if (Double.isNaN(value)) {
            return;
        }
        Breaches known = breaches[rule.ordinal()];
        boolean breached = rule.isBreached(value, limit);
        if (known == null) {
            if (!breached) {
                return;
            }
            known = new Breaches();
            breaches[rule.ordinal()] = known;
        }
        if (known.take(rule, timestamp, breached, rule.isInside(value, limit))) {
            end(rule, known.insideSince(), over);
        }
    }

    private void end(Rule rule, long since, Ended over) {
        Breaches known = breaches[rule.ordinal()];
        if (known != null && known.sustained()) {
            over.since.put(rule.code, since);
        }
        breaches[rule.ordinal()] = null;
    }

    private void openAndClose(Ended over, Consumer<Finding> ended) {
        for (Rule rule : Rule.ALL) {
            if (isSustained(rule) && !openSince.containsKey(rule.code)) {
                openSince.put(rule.code, startOf(rule.code));
            }
        }
        over.since.forEach((code, since) -> {
            if (!isSustained(code)) {
                close(code, since, ended);
                // What goes on without having been sustained is another episode.
                for (Rule rule : Rule.ALL) {
                    Breaches known = breaches[rule.ordinal()];
                    if (known != null && rule.code.equals(code)) {
                        known.endRun();
                    }
                }
            }
        });
    }

    private long startOf(String code) {
        int weight = 0;
        long start = 0;
        for (Rule rule : Rule.ALL) {
            Breaches known = breaches[rule.ordinal()];
            if (known != null && known.sustained() && rule.code.equals(code) && rule.weight > weight) {
                weight = rule.weight;
                start = known.runStart();
            }
        }
        return start;
    }

    private void changeTool(long timestamp, Consumer<Finding> ended) {
        for (UsualLoad usual : usualLoads) {
            usual.clear();
        }
        breaches[Rule.WORN_TOOL.ordinal()] = null;
        close(Rule.WORN_TOOL.code, timestamp, ended);
    }

    private void stopCutting(long timestamp, Consumer<Finding> ended) {
        Arrays.fill(breaches, null);
        for (Map.Entry<String, Long> open : openSince.entrySet()) {
            ended.accept(new Finding(open.getKey(), id, open.getValue(), timestamp));
        }
        openSince.clear();
    }

    private void close(String code, long end, Consumer<Finding> ended) {
        Long since = openSince.remove(code);
        if (since != null) {
            ended.accept(new Finding(code, id, since, Math.max(since, end)));
        }
    }

    private boolean isSustained(Rule rule) {
        Breaches known = breaches[rule.ordinal()];
        return known != null && known.sustained();
    }

    private boolean isSustained(String code) {
        for (Rule rule : Rule.ALL) {
            if (rule.code.equals(code) && isSustained(rule)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSuspect() {
        for (Rule rule : Rule.ALL) {
            Breaches known = breaches[rule.ordinal()];
            if (known != null && known.suspect(rule)) {
                return true;
            }
        }
        return false;
    }

    /** For a store; ids and names are shorter than 128 bytes. */
    byte[] toBytes() {
        byte[] bytes = new byte
                [FIXED_BYTES
                        + 3 * 128
                        + sensors.length * Sensor.BYTES
                        + usualLoads.length * UsualLoad.BYTES
                        + breaches.length * (1 + Breaches.BYTES + 1 + Long.BYTES)];
        ByteBuffer out = ByteBuffer.wrap(bytes);
        write(out, id);
        write(out, phase);
        write(out, tool);
        expectedTemperature.write(out);
        for (Sensor sensor : sensors) {
            sensor.write(out);
        }
        for (UsualLoad usual : usualLoads) {
            usual.write(out);
        }
        for (Rule rule : Rule.ALL) {
            Breaches known = breaches[rule.ordinal()];
            out.put((byte) (known == null ? 0 : 1));
            if (known != null) {
                known.write(out);
            }
        }
        out.put((byte) openSince.size());
        openSince.forEach((code, since) -> {
            write(out, code);
            out.putLong(since);
        });
        return Arrays.copyOf(bytes, out.position());
    }

    /** From a store. */
    static Machine of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        String id = Objects.requireNonNull(text(in));
        String phase = text(in);
        String tool = text(in);
        Machine machine = new Machine(id, SlowTemperature.read(in));
        machine.phase = phase;
        machine.tool = tool;
        Arrays.setAll(machine.sensors, signal -> Sensor.read(in));
        Arrays.setAll(machine.usualLoads, each -> UsualLoad.read(in));
        for (int rule = 0; rule < machine.breaches.length; rule++) {
            machine.breaches[rule] = in.get() == 0 ? null : Breaches.read(in);
        }
        for (int left = in.get(); left > 0; left--) {
            machine.openSince.put(Objects.requireNonNull(text(in)), in.getLong());
        }
        return machine;
    }

    private static void write(ByteBuffer out, @Nullable String text) {
        if (text == null) {
            out.put((byte) -1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.put((byte) bytes.length).put(bytes);
    }

    private static @Nullable String text(ByteBuffer in) {
        int length = in.get();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Codes of which a rule has ended with the sample, each with the time since which its value has been inside. */
    private static final class Ended {

        private final Map<String, Long> since = new HashMap<>(4);
    }
}
