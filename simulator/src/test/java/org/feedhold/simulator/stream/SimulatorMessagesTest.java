package org.feedhold.simulator.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.feedhold.simulator.Inspection;
import org.feedhold.simulator.MachineType;
import org.feedhold.simulator.TruthWindow;
import org.feedhold.simulator.fault.FaultKind;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.simulator.fault.FaultVariant;
import org.feedhold.testing.MessageSchema;
import org.junit.jupiter.api.Test;

/** What the simulator writes beside telemetry has the documented shape. */
final class SimulatorMessagesTest {

    private static final long NOON = 1_783_339_200_000L;

    @Test
    void everyFaultHasTheDocumentedTruth() {
        MessageSchema schema = MessageSchema.of("simulator-truth");
        Stream<String> kinds =
                Stream.concat(Stream.of(FaultKind.values()).map(FaultKind::code), Stream.of("spike", "worn_tool"));

        kinds.forEach(kind -> {
            assertValid(schema, SimulatorMessages.truth(new TruthWindow("M", kind, "", NOON, NOON + 1, 1.5)));
            assertValid(schema, SimulatorMessages.truth(new TruthWindow("M", kind, "", NOON, Long.MAX_VALUE, 1)));
        });

        assertThat(schema.neverSeen()).isEmpty();
        assertThat(schema.words("/properties/kind/enum")).hasSize(FaultKind.values().length + 2);
    }

    @Test
    void everyCommandHasTheDocumentedShape() {
        MessageSchema schema = MessageSchema.of("simulator-command");
        List<SimulatorCommand> commands = List.of(
                new SimulatorCommand.Pause(),
                new SimulatorCommand.Resume(),
                new SimulatorCommand.Step(),
                new SimulatorCommand.Reset(),
                new SimulatorCommand.Speed(2.5));
        commands.forEach(command -> assertValid(schema, command.toJson()));
        for (FaultKind kind : FaultKind.values()) {
            FaultType type = new FaultType(kind, FaultVariant.of(kind, ""));
            assertValid(schema, new SimulatorCommand.Inject(type, "M", 1, 10).toJson());
        }

        assertThat(schema.neverSeen()).isEmpty();
        assertThat(schema.words("/$defs/inject/properties/fault/enum"))
                .containsExactlyElementsOf(
                        Stream.of(FaultKind.values()).map(FaultKind::code).toList());
        assertThat(schema.words("/$defs/inject/properties/variant/enum"))
                .containsExactlyElementsOf(
                        Stream.of(FaultVariant.values()).map(FaultVariant::code).toList());
    }

    @Test
    void inspectionsHaveTheDocumentedShape() {
        MessageSchema schema = MessageSchema.of("inspection");

        for (double deviation : new double[] {7.2, -30}) {
            assertValid(
                    schema,
                    SimulatorMessages.inspection(
                            new Inspection("P", "M", "WO-1", NOON, "bore_diameter", 42, deviation, 25)));
        }

        assertThat(schema.neverSeen()).containsExactly("part_revision");
    }

    @Test
    void entriesOfTheRegisterHaveTheDocumentedShape() {
        MessageSchema schema = MessageSchema.of("machine");

        assertValid(schema, SimulatorMessages.machine("M", "EDGE-1", MachineType.MILL, "Europe/Berlin"));
        assertValid(schema, SimulatorMessages.machine("M", null, MachineType.LATHE, "UTC"));

        assertThat(schema.neverSeen()).isEmpty();
    }

    private static void assertValid(MessageSchema schema, byte[] message) {
        assertThat(schema.problems(message)).as(new String(message, UTF_8)).isEmpty();
    }
}
