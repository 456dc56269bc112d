package org.feedhold.simulator.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.feedhold.simulator.TruthWindow;
import org.feedhold.simulator.fault.FaultType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimulatorCommandTest {

    @Test
    void readsAnInjectionWithAndWithoutWhatIsOptional() {
        assertThat(parse("{\"command\":\"inject\",\"fault\":\"sensor_dropout\",\"machine_id\":\"M\",\"for_ms\":20000,"
                        + "\"strength\":1.5,\"variant\":\"stuck\",\"comment\":\"ignored\"}"))
                .isEqualTo(new SimulatorCommand.Inject(FaultType.parse("sensor_dropout:stuck"), "M", 20_000, 1.5));
        assertThat(parse("{\"command\":\"inject\",\"fault\":\"chatter\",\"machine_id\":\"M\",\"for_ms\":20000}"))
                .isEqualTo(new SimulatorCommand.Inject(FaultType.parse("chatter"), "M", 20_000, 1));
    }

    @Test
    void readsWhatItWrites() {
        List<SimulatorCommand> commands = List.of(
                new SimulatorCommand.Inject(FaultType.parse("sensor_dropout:nan"), "M", 1, 0.5),
                new SimulatorCommand.Pause(),
                new SimulatorCommand.Resume(),
                new SimulatorCommand.Step(),
                new SimulatorCommand.Reset(),
                new SimulatorCommand.Speed(2.5));

        assertThat(commands)
                .allSatisfy(command ->
                        assertThat(SimulatorCommand.parse(command.toJson())).isEqualTo(command));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense | not JSON",
                "[1] | not a JSON object",
                "`` | not a JSON object",
                "{} | field command must be a text, but is missing",
                "{\"command\":7} | field command must be a text: 7",
                "{\"command\":\"stop\"} | unknown command \"stop\"; use one of inject, pause",
                "{\"command\":\"speed\"} | field factor must be a number, but is missing",
                "{\"command\":\"speed\",\"factor\":-1} | factor must be greater than 0: -1.0",
                "{\"command\":\"inject\",\"fault\":\"fire\"} | unknown fault \"fire\"",
                "{\"command\":\"inject\",\"fault\":\"chatter\",\"for_ms\":1} | field machine_id must be a text",
                "{\"command\":\"inject\",\"fault\":\"chatter\",\"machine_id\":\"M\"} | field for_ms must be a number",
                "{\"command\":\"inject\",\"fault\":\"chatter\",\"machine_id\":\"M\",\"for_ms\":1.5} | whole number",
                "{\"command\":\"inject\",\"fault\":\"chatter\",\"machine_id\":\"M\",\"for_ms\":0} | for_ms must be from 1",
                "{\"command\":\"inject\",\"fault\":\"chatter\",\"machine_id\":\"M\",\"for_ms\":1e99} | whole number",
                "{\"command\":\"inject\",\"fault\":\"chatter\",\"machine_id\":\"M\",\"for_ms\":9,\"strength\":0} | strength",
                "{\"command\":\"inject\",\"fault\":\"chatter\",\"machine_id\":\"M\",\"for_ms\":9,\"variant\":\"nan\"} | no variants",
            })
    void whatIsNoCommandSaysWhy(String json, String message) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aVeryDeepDocumentIsRefused() {
        assertThatThrownBy(() -> parse("[".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void truthIsReadAsItWasWritten() {
        TruthWindow closed = new TruthWindow("M", "sensor_dropout", "nan", 1_783_317_600_000L, 1_783_317_602_000L, 2);
        TruthWindow open = new TruthWindow("M", "worn_tool", "", 1_783_317_600_000L, Long.MAX_VALUE, 1);

        assertThat(SimulatorMessages.readTruth(SimulatorMessages.truth(closed))).isEqualTo(closed);
        assertThat(SimulatorMessages.readTruth(SimulatorMessages.truth(open))).isEqualTo(open);
        assertThat(new String(SimulatorMessages.truth(closed), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"schema\":\"feedhold.simulator_truth/1\",\"machine_id\":\"M\",\"kind\":\"sensor_dropout\","
                                + "\"variant\":\"nan\",\"start\":\"2026-07-06T06:00:00.000Z\","
                                + "\"end\":\"2026-07-06T06:00:02.000Z\",\"strength\":2.0}");
    }

    private static SimulatorCommand parse(String json) {
        return SimulatorCommand.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
