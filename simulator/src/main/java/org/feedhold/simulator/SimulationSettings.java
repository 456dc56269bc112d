package org.feedhold.simulator;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.feedhold.simulator.fault.FaultPlan;
import org.jspecify.annotations.Nullable;

/**
 * Everything that determines what a group of machines does: equal settings give the same bytes.
 *
 * @param type kind of machine
 * @param profile how far from textbook machines
 * @param machineIds ids, at least one, each once, each 1 to 128 bytes without control characters
 * @param gatewayIds gateways; machines are spread over them in blocks; empty for none
 * @param seed seed of all that is drawn
 * @param startMillis event time of sample 0 in epoch milliseconds
 * @param intervalMillis time between two samples in milliseconds, at least 1
 * @param withExpected whether records carry {@code expected_load_pct} and {@code expected_temperature_c}
 * @param faults faults to inject
 * @param phaseLengths samples of each phase of the type, each at least 1
 * @param wear how the tool wears in profiles with a single tool
 * @param zone time zone of the shifts of profile {@link Profile#FLEET}
 */
public record SimulationSettings(
        MachineType type,
        Profile profile,
        List<String> machineIds,
        List<String> gatewayIds,
        long seed,
        long startMillis,
        long intervalMillis,
        boolean withExpected,
        FaultPlan faults,
        List<Integer> phaseLengths,
        Wear wear,
        ZoneId zone) {

    /** Monday, 6 July 2026, 06:00 UTC. */
    public static final long DEFAULT_START_MILLIS = 1_783_317_600_000L;

    private static final int MAX_ID_BYTES = 128;

    /** Refuses values outside their ranges. */
    public SimulationSettings {
        machineIds = List.copyOf(machineIds);
        gatewayIds = List.copyOf(gatewayIds);
        phaseLengths = List.copyOf(phaseLengths);
        if (machineIds.isEmpty()) {
            throw new IllegalArgumentException("no machine to simulate; give at least one machine id");
        }
        machineIds.forEach(id -> checkId("machine", id));
        gatewayIds.forEach(id -> checkId("gateway", id));
        if (new HashSet<>(machineIds).size() < machineIds.size()) {
            throw new IllegalArgumentException("a machine id is given twice; ids must differ");
        }
        if (intervalMillis < 1) {
            throw new IllegalArgumentException("interval must be at least 1 ms: " + intervalMillis);
        }
        if (phaseLengths.size() != type.phases().size() || phaseLengths.stream().anyMatch(length -> length < 1)) {
            throw new IllegalArgumentException("phase lengths must be one number of samples, at least 1, for each of "
                    + type.phaseNames() + ": " + phaseLengths);
        }
    }

    /** Settings of the reference machine, to be changed by the builder's methods. */
    public static Builder builder() {
        return new Builder();
    }

    /** Ids from a prefix and a number from 1 with at least the given digits, for example {@code RUN-001}. */
    public static List<String> numberedIds(String prefix, int count, int digits) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> prefix + ("%0" + digits + "d").formatted(number))
                .toList();
    }

    /** Gateway of the machine at a position in {@link #machineIds}; null without gateways. */
    public @Nullable String gatewayOf(int machineIndex) {
        if (gatewayIds.isEmpty()) {
            return null;
        }
        return gatewayIds.get((int) ((long) machineIndex * gatewayIds.size() / machineIds.size()));
    }

    private static void checkId(String what, String id) {
        int bytes = id.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_ID_BYTES || id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    what + " id must be 1 to " + MAX_ID_BYTES + " bytes without control characters: \"" + id + "\"");
        }
    }

    /**
     * How the tool wears in profiles with a single tool.
     *
     * @param initialPct wear of a new tool in percent, 0 to 98
     * @param perSamplePct wear of each sample in percent, 0 to 98
     * @param changeEveryParts number of parts after which the tool is changed; 0 for never
     */
    public record Wear(double initialPct, double perSamplePct, int changeEveryParts) {

        /** 4 % at the start, 0.18 % a sample, never changed. */
        public static final Wear REFERENCE = new Wear(4, 0.18, 0);

        /** Refuses values outside their ranges. */
        public Wear {
            if (!(initialPct >= 0 && initialPct <= 98 && perSamplePct >= 0 && perSamplePct <= 98)) {
                throw new IllegalArgumentException(
                        "initial wear and wear per sample must be from 0 to 98 %: " + initialPct + ", " + perSamplePct);
            }
            if (changeEveryParts < 0) {
                throw new IllegalArgumentException(
                        "number of parts between tool changes must not be negative: " + changeEveryParts);
            }
        }
    }

    /** Collects settings; what is not given is as for the reference machine {@code SEAS-CNC-01}. */
    public static final class Builder {

        private MachineType type = MachineType.MILL;
        private Profile profile = Profile.REFERENCE;
        private @Nullable List<String> machineIds;
        private int machines = 1;
        private List<String> gatewayIds = List.of();
        private long seed = 1;
        private long startMillis = DEFAULT_START_MILLIS;
        private long intervalMillis = 2000;
        private boolean withExpected = true;
        private FaultPlan faults = FaultPlan.none();
        private @Nullable List<Integer> phaseLengths;
        private Wear wear = Wear.REFERENCE;
        private ZoneId zone = ZoneOffset.UTC;

        private Builder() {}

        /** Kind of machine. */
        public Builder type(MachineType value) {
            type = value;
            return this;
        }

        /** Profile. */
        public Builder profile(Profile value) {
            profile = value;
            return this;
        }

        /** Number of machines, with the type's ids: {@code SEAS-CNC-01}, {@code SEAS-CNC-02}, … */
        public Builder machines(int value) {
            machines = value;
            machineIds = null;
            return this;
        }

        /** Ids of the machines. */
        public Builder machineIds(List<String> value) {
            machineIds = value;
            return this;
        }

        /** Gateways over which the machines are spread. */
        public Builder gatewayIds(List<String> value) {
            gatewayIds = value;
            return this;
        }

        /** Seed of all that is drawn. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Event time of sample 0 in epoch milliseconds. */
        public Builder startMillis(long value) {
            startMillis = value;
            return this;
        }

        /** Time between two samples in milliseconds. */
        public Builder intervalMillis(long value) {
            intervalMillis = value;
            return this;
        }

        /** Whether records carry the expected values. */
        public Builder withExpected(boolean value) {
            withExpected = value;
            return this;
        }

        /** Faults to inject. */
        public Builder faults(FaultPlan value) {
            faults = value;
            return this;
        }

        /** Samples of each phase. */
        public Builder phaseLengths(List<Integer> value) {
            phaseLengths = value;
            return this;
        }

        /** How the single tool wears. */
        public Builder wear(Wear value) {
            wear = value;
            return this;
        }

        /** Time zone of the shifts. */
        public Builder zone(ZoneId value) {
            zone = value;
            return this;
        }

        /**
         * The settings.
         *
         * @throws IllegalArgumentException if one is outside its range; the message says which
         */
        public SimulationSettings build() {
            return new SimulationSettings(
                    type,
                    profile,
                    machineIds == null ? numberedIds(type.idPrefix(), machines, 2) : machineIds,
                    gatewayIds,
                    seed,
                    startMillis,
                    intervalMillis,
                    withExpected,
                    faults,
                    phaseLengths == null ? type.phaseLengths() : phaseLengths,
                    wear,
                    zone);
        }
    }
}
