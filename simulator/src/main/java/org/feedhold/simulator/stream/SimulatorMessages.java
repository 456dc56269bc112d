package org.feedhold.simulator.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.feedhold.simulator.Inspection;
import org.feedhold.simulator.MachineType;
import org.feedhold.simulator.TruthWindow;
import org.jspecify.annotations.Nullable;

/** JSON of what the simulator writes beside telemetry, and of the truth as the scorer reads it. */
public final class SimulatorMessages {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private SimulatorMessages() {}

    /**
     * Truth as UTF-8 JSON. {@code end} is null while nobody knows it. A record with the machine, kind, variant and start of
     * an earlier one replaces that one.
     */
    public static byte[] truth(TruthWindow window) {
        ObjectNode root = Json.MAPPER
                .createObjectNode()
                .put("schema", "feedhold.simulator_truth/1")
                .put("machine_id", window.machineId())
                .put("kind", window.kind())
                .put("variant", window.variant())
                .put("start", timestamp(window.startMillis()))
                .put("end", window.endMillis() == Long.MAX_VALUE ? null : timestamp(window.endMillis()))
                .put("strength", window.strength());
        return Json.write(root);
    }

    /**
     * Reads what {@link #truth} wrote; an unknown end comes back as {@link Long#MAX_VALUE}.
     *
     * @throws IllegalArgumentException if it is no truth; the message says what is wrong
     */
    public static TruthWindow readTruth(byte[] json) {
        JsonNode root = Json.read(json);
        return new TruthWindow(
                Json.text(root, "machine_id"),
                Json.text(root, "kind"),
                Json.text(root, "variant"),
                millis(root, "start"),
                root.hasNonNull("end") ? millis(root, "end") : Long.MAX_VALUE,
                Json.number(root, "strength").doubleValue());
    }

    /** Outcome of a part as UTF-8 JSON. */
    static byte[] inspection(Inspection inspection) {
        ObjectNode root = Json.MAPPER
                .createObjectNode()
                .put("schema", "feedhold.inspection/1")
                .put("part_id", inspection.partId())
                .put("machine_id", inspection.machineId())
                .put("work_order", inspection.workOrder())
                .put("timestamp", timestamp(inspection.timestampMillis()))
                .put("characteristic", inspection.characteristic())
                .put("nominal", inspection.nominalMillimetres())
                .put("deviation_um", inspection.deviationMicrometres())
                .put("tolerance_um", inspection.toleranceMicrometres())
                .put("verdict", inspection.inTolerance() ? "in_tol" : "out_of_tol")
                .put("disposition", inspection.inTolerance() ? "accept" : "review")
                .put("simulated", true);
        return Json.write(root);
    }

    /** Entry in the register of machines as UTF-8 JSON. */
    static byte[] machine(String machineId, @Nullable String gatewayId, MachineType type, String timeZone) {
        ObjectNode root = Json.MAPPER
                .createObjectNode()
                .put("schema", "feedhold.machine/1")
                .put("machine_id", machineId)
                .put("name", machineId)
                .put("site", "simulated")
                .put("area", "machining")
                .put("line", gatewayId == null ? "line-1" : gatewayId)
                .put("operating_position", "operator-1")
                .put("gateway", gatewayId)
                .put("kind", type.kind())
                .put("time_zone", timeZone)
                .put("simulated", true);
        return Json.write(root);
    }

    private static String timestamp(long millis) {
        return TIMESTAMP.format(Instant.ofEpochMilli(millis));
    }

    private static long millis(JsonNode root, String field) {
        String text = Json.text(root, field);
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("field " + field + " must be an ISO-8601 time in UTC: " + text, e);
        }
    }
}
