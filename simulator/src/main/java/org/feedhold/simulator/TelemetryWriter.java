package org.feedhold.simulator;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import org.feedhold.simulator.fault.FaultVariant;
import org.jspecify.annotations.Nullable;

/**
 * Writes telemetry records by hand, because a hundred thousand machines share one core. One writer serves all machines of
 * a group, one after the other.
 */
final class TelemetryWriter {

    private static final byte[] LOAD = key("spindle_load_pct");
    private static final byte[] VIBRATION = key("vibration_rms");
    private static final byte[] TEMPERATURE = key("temperature_c");
    private static final byte[] SPINDLE_SPEED = key("spindle_speed_rpm");
    private static final byte[] SURFACE_SPEED = key("surface_speed_m_min");
    private static final byte[] WEAR = key("tool_wear_pct");
    private static final byte[] EXPECTED_LOAD = key("expected_load_pct");
    private static final byte[] EXPECTED_TEMPERATURE = key("expected_temperature_c");

    private final JsonBuffer json = new JsonBuffer();
    private final MachineType type;
    private final boolean withExpected;
    private final byte[] operation;
    private final byte[] feed;
    private final byte[] pressure;

    TelemetryWriter(MachineType type, boolean withExpected) {
        this.type = type;
        this.withExpected = withExpected;
        this.operation = utf8(",\"operation\":\"" + type.operation() + "\",\"process_phase\":\"");
        this.feed = key(type.signals().feed());
        this.pressure = key(type.signals().pressure());
    }

    /** The fields of a machine that never change, ready to be written. */
    static byte[] identity(String machineId, @Nullable String gatewayId) {
        String machine = quoted(machineId);
        return utf8(",\"topic\":\"factory/" + machine + "/process\",\"machine_id\":\"" + machine + "\""
                + (gatewayId == null ? "" : ",\"gateway_id\":\"" + quoted(gatewayId) + "\""));
    }

    /** One record. The expected values belong to a cut only: a machine at rest expects none. */
    byte[] write(Context context, Readings readings, FaultVariant dropout) {
        json.clear();
        json.ascii("{\"timestamp\":\"");
        json.timestamp(context.timestampMillis());
        json.ascii("\",\"sequence\":");
        json.integer(context.sequence());
        json.raw(context.identity());
        json.ascii(",\"part_id\":\"");
        json.ascii(context.partId());
        json.ascii("\",\"work_order\":\"");
        json.ascii(context.workOrder());
        json.ascii("\"");
        json.raw(operation);
        json.ascii(context.processPhase());
        json.ascii("\",\"tool_id\":\"");
        json.ascii(context.toolId());
        json.ascii("\",\"execution\":\"");
        json.ascii(context.execution());
        json.ascii("\",\"simulated\":true");
        signals(readings, dropout);
        if (withExpected && context.cutting()) {
            number(EXPECTED_LOAD, readings.expectedLoad, 2);
            number(EXPECTED_TEMPERATURE, readings.expectedTemperature, 2);
        }
        if (dropout == FaultVariant.WRONG_UNIT) {
            json.ascii(",\"units\":{\"vibration_rms\":\"mm/s\"}");
        }
        json.ascii("}");
        return json.copy();
    }

    private void signals(Readings readings, FaultVariant dropout) {
        number(SPINDLE_SPEED, readings.spindleSpeed, 0);
        if (type.signals().constantSurfaceSpeed()) {
            number(SURFACE_SPEED, readings.surfaceSpeed, 1);
        }
        sensor(feed, readings.feed, type.signals().feedDecimals(), dropout);
        sensor(LOAD, readings.load, 2, dropout);
        sensor(VIBRATION, readings.vibration, 3, dropout);
        sensor(TEMPERATURE, readings.temperature, 2, dropout);
        number(pressure, readings.pressure, 2);
        number(WEAR, readings.wear, 2);
    }

    private void number(byte[] key, double value, int decimals) {
        json.raw(key);
        json.decimal(value, decimals);
    }

    private void sensor(byte[] key, double value, int decimals, FaultVariant dropout) {
        switch (dropout) {
            case ABSENT -> {
                return;
            }
            case NULL_VALUE -> text(key, "null");
            case NAN -> text(key, "\"NaN\"");
            case ZERO -> text(key, "0");
            case NONE, STUCK, WRONG_UNIT, SILENT_MACHINE, SILENT_GATEWAY -> number(key, value, decimals);
        }
    }

    private void text(byte[] key, String value) {
        json.raw(key);
        json.ascii(value);
    }

    private static byte[] key(String name) {
        return utf8(",\"" + name + "\":");
    }

    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Everything in a record that is no signal.
     *
     * @param cutting whether the machine cuts; else it rests
     */
    record Context(
            long timestampMillis,
            long sequence,
            byte[] identity,
            String partId,
            String workOrder,
            String processPhase,
            String toolId,
            String execution,
            boolean cutting) {}
}
