package org.feedhold.simulator.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.feedhold.simulator.fault.Fault;
import org.feedhold.simulator.fault.FaultKind;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.simulator.fault.FaultVariant;

/** What drives a running simulator; the message of the topic {@code simulator-commands}. */
public sealed interface SimulatorCommand {

    /**
     * Breaks a machine from its next sample on; {@code {"command":"inject","fault":"chatter","machine_id":"SEAS-CNC-01",
     * "for_ms":20000,"strength":1,"variant":""}}.
     *
     * @param type what breaks
     * @param machineId machine; for a silent gateway any machine of it
     * @param forMillis how long in milliseconds of event time, 1 to a day; becomes a number of samples, at least one
     * @param strength factor on the effect, greater than 0 and at most 10
     */
    record Inject(FaultType type, String machineId, long forMillis, double strength) implements SimulatorCommand {

        private static final long MAX_MILLIS = 86_400_000;

        /** Refuses values outside their ranges. */
        public Inject {
            if (machineId.isEmpty()) {
                throw new IllegalArgumentException("machine_id must not be empty");
            }
            if (forMillis < 1 || forMillis > MAX_MILLIS) {
                throw new IllegalArgumentException("for_ms must be from 1 to " + MAX_MILLIS + ": " + forMillis);
            }
            if (!(strength > 0 && strength <= Fault.MAX_STRENGTH)) {
                throw new IllegalArgumentException(
                        "strength must be greater than 0 and at most " + Fault.MAX_STRENGTH + ": " + strength);
            }
        }
    }

    /** Stops all machines between two samples; {@code {"command":"pause"}}. */
    record Pause() implements SimulatorCommand {}

    /** Lets paused machines run on; {@code {"command":"resume"}}. */
    record Resume() implements SimulatorCommand {}

    /** Has each paused machine make one sample; {@code {"command":"step"}}. */
    record Step() implements SimulatorCommand {}

    /** Begins the run anew, with sample 0 of each machine; {@code {"command":"reset"}}. */
    record Reset() implements SimulatorCommand {}

    /**
     * Makes samples more or less often; {@code {"command":"speed","factor":10}}. Timestamps stay those of the clock.
     *
     * @param factor 1 for the settings' interval, greater than 0
     */
    record Speed(double factor) implements SimulatorCommand {

        /** Refuses a factor that would stop time or turn it round. */
        public Speed {
            if (!(factor > 0 && Double.isFinite(factor))) {
                throw new IllegalArgumentException("factor must be greater than 0: " + factor);
            }
        }
    }

    /**
     * Reads a command; unknown fields are ignored.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wrong
     */
    static SimulatorCommand parse(byte[] json) {
        JsonNode root = Json.read(json);
        String command = Json.text(root, "command");
        return switch (command) {
            case "inject" -> inject(root);
            case "pause" -> new Pause();
            case "resume" -> new Resume();
            case "step" -> new Step();
            case "reset" -> new Reset();
            case "speed" -> new Speed(Json.number(root, "factor").doubleValue());
            default ->
                throw new IllegalArgumentException(
                        "unknown command \"" + command + "\"; use one of inject, pause, resume, step, reset, speed");
        };
    }

    /** The command as UTF-8 JSON, as {@link #parse} reads it. */
    default byte[] toJson() {
        ObjectNode root = Json.MAPPER.createObjectNode();
        if (this instanceof Inject inject) {
            root.put("command", "inject")
                    .put("fault", inject.type().kind().code())
                    .put("machine_id", inject.machineId())
                    .put("for_ms", inject.forMillis())
                    .put("strength", inject.strength())
                    .put("variant", inject.type().variant().code());
        } else if (this instanceof Speed speed) {
            root.put("command", "speed").put("factor", speed.factor());
        } else {
            root.put("command", getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
        return Json.write(root);
    }

    private static Inject inject(JsonNode root) {
        FaultKind kind = FaultKind.of(Json.text(root, "fault"));
        String variant = root.hasNonNull("variant") ? Json.text(root, "variant") : "";
        JsonNode forMillis = Json.number(root, "for_ms");
        if (!forMillis.canConvertToLong() || !forMillis.canConvertToExactIntegral()) {
            throw new IllegalArgumentException("for_ms must be a whole number of milliseconds: " + forMillis);
        }
        double strength =
                root.hasNonNull("strength") ? Json.number(root, "strength").doubleValue() : 1;
        return new Inject(
                new FaultType(kind, FaultVariant.of(kind, variant)),
                Json.text(root, "machine_id"),
                forMillis.longValue(),
                strength);
    }
}
