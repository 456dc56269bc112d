package org.feedhold.simulator.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.broker.BrokerSettings;
import org.feedhold.broker.EmbeddedBroker;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.TopicSetup;
import org.feedhold.kafka.Topics;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.TruthWindow;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.testing.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulators on a real broker; each test has topics of its own. */
final class SimulatorRunIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedBroker.start(BrokerSettings.in(folder));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void machinesSendByTheClockEachInItsPartitionAndAreRegisteredOnce() throws Exception {
        StreamSettings stream = stream("clock.");
        Instant before = Instant.now();
        SimulationSettings settings = SimulationSettings.builder()
                .machines(5)
                .intervalMillis(100)
                .phaseLengths(List.of(2, 2, 2, 2))
                .gatewayIds(List.of("GW-1"))
                .build();

        try (SimulatorRun run = SimulatorRun.start(settings, stream)) {
            awaitRecords(run, 100);
        }

        List<ConsumerRecord<String, JsonNode>> telemetry = read(stream, Topic.TELEMETRY);
        Map<String, List<ConsumerRecord<String, JsonNode>>> byMachine =
                telemetry.stream().collect(Collectors.groupingBy(ConsumerRecord::key));
        assertThat(byMachine.keySet())
                .containsExactlyInAnyOrderElementsOf(SimulationSettings.numberedIds("SEAS-CNC-", 5, 2));
        byMachine.forEach((machine, records) -> {
            assertThat(records)
                    .extracting(ConsumerRecord::partition)
                    .containsOnly(records.get(0).partition());
            long first = millis(records.get(0).value());
            assertThat(first).isGreaterThanOrEqualTo(before.toEpochMilli());
            for (int i = 0; i < records.size(); i++) {
                assertThat(records.get(i).value().path("machine_id").textValue())
                        .isEqualTo(machine);
                assertThat(records.get(i).value().path("sequence").intValue()).isEqualTo(i + 1);
                assertThat(millis(records.get(i).value())).isEqualTo(first + 100L * i);
            }
        });
        assertThat(read(stream, Topic.MACHINES)).hasSize(5).allSatisfy(record -> {
            assertThat(record.value().path("kind").textValue()).isEqualTo("cnc_mill");
            assertThat(record.value().path("gateway").textValue()).isEqualTo("GW-1");
            assertThat(record.value().path("simulated").booleanValue()).isTrue();
        });
        assertThat(read(stream, Topic.INSPECTIONS)).isNotEmpty().allSatisfy(record -> {
            assertThat(record.value().path("verdict").textValue()).isIn("in_tol", "out_of_tol");
            assertThat(record.value().path("deviation_um").isNumber()).isTrue();
        });
    }

    @Test
    void anInjectedFaultIsInTheTruthAndInTheSignalsForItsTime() throws Exception {
        StreamSettings stream = stream("inject.");
        SimulationSettings settings =
                SimulationSettings.builder().machines(2).intervalMillis(50).build();

        try (SimulatorRun run = SimulatorRun.start(settings, stream)) {
            awaitRecords(run, 10);
            send(
                    stream,
                    new SimulatorCommand.Inject(FaultType.parse("sensor_dropout"), "SEAS-CNC-02", 470, 1).toJson());
            Await.until("command", DEADLINE, () -> run.status().commandsApplied() == 1);
            awaitRecords(run, run.status().recordsSent() + 60);
        }

        List<TruthWindow> truth = truth(stream);
        assertThat(truth).hasSize(1);
        TruthWindow window = truth.get(0);
        assertThat(window.machineId()).isEqualTo("SEAS-CNC-02");
        assertThat(window.variant()).isEqualTo("null_value");
        assertThat(window.endMillis() - window.startMillis()).isEqualTo(9 * 50);
        for (ConsumerRecord<String, JsonNode> record : read(stream, Topic.TELEMETRY)) {
            long at = millis(record.value());
            boolean faulty =
                    record.key().equals(window.machineId()) && window.startMillis() <= at && at <= window.endMillis();
            assertThat(record.value().path("vibration_rms").isNull()).isEqualTo(faulty);
        }
    }

    @Test
    void aFaultCutShortByTheEndOfTheRunIsCorrectedInTheTruth() throws Exception {
        StreamSettings stream = stream("short.");

        try (SimulatorRun run = SimulatorRun.start(
                SimulationSettings.builder().intervalMillis(20).build(), stream)) {
            send(stream, new SimulatorCommand.Inject(FaultType.parse("chatter"), "SEAS-CNC-01", 60_000, 1).toJson());
            Await.until("command", DEADLINE, () -> run.status().commandsApplied() == 1);
            awaitRecords(run, run.status().recordsSent() + 20);
        }

        List<TruthWindow> truth = truth(stream);
        assertThat(truth).hasSize(2);
        assertThat(truth.get(0).endMillis() - truth.get(0).startMillis()).isEqualTo(59_980);
        assertThat(truth.get(1).startMillis()).isEqualTo(truth.get(0).startMillis());
        List<ConsumerRecord<String, JsonNode>> telemetry = read(stream, Topic.TELEMETRY);
        assertThat(truth.get(1).endMillis())
                .isEqualTo(millis(telemetry.get(telemetry.size() - 1).value()));
    }

    @Test
    void aSilencedGatewayTakesAllOfItsMachinesAway() throws Exception {
        StreamSettings stream = stream("gateway.");
        SimulationSettings settings = SimulationSettings.builder()
                .machines(4)
                .intervalMillis(50)
                .gatewayIds(List.of("GW-1", "GW-2"))
                .build();

        try (SimulatorRun run = SimulatorRun.start(settings, stream)) {
            send(
                    stream,
                    new SimulatorCommand.Inject(
                                    FaultType.parse("sensor_dropout:silent_gateway"), "SEAS-CNC-01", 60_000, 1)
                            .toJson());
            Await.until("command", DEADLINE, () -> run.status().commandsApplied() == 1);
            awaitRecords(run, run.status().recordsSent() + 40);
        }

        Set<String> silent = truth(stream).stream().map(TruthWindow::machineId).collect(Collectors.toSet());
        assertThat(silent).containsExactlyInAnyOrder("SEAS-CNC-01", "SEAS-CNC-02");
        List<ConsumerRecord<String, JsonNode>> telemetry = read(stream, Topic.TELEMETRY);
        for (TruthWindow window : truth(stream)) {
            assertThat(telemetry)
                    .filteredOn(record -> record.key().equals(window.machineId()))
                    .allMatch(record -> millis(record.value()) < window.startMillis());
        }
    }

    @Test
    void pauseStepResumeSpeedAndResetDriveTheRun() throws Exception {
        StreamSettings stream = stream("drive.");
        SimulationSettings settings =
                SimulationSettings.builder().machines(3).intervalMillis(100).build();

        try (SimulatorRun run = SimulatorRun.start(settings, stream)) {
            awaitRecords(run, 3);
            send(stream, new SimulatorCommand.Pause().toJson());
            Await.until("pause", DEADLINE, () -> run.status().paused());
            long atRest = settled(run);
            send(stream, new SimulatorCommand.Step().toJson());
            Await.until("step", DEADLINE, () -> run.status().commandsApplied() == 2);
            Await.until("stepped", DEADLINE, () -> run.status().recordsSent() == atRest + 3);
            assertThat(settled(run)).isEqualTo(atRest + 3);

            send(stream, new SimulatorCommand.Speed(10).toJson());
            send(stream, new SimulatorCommand.Resume().toJson());
            awaitRecords(run, atRest + 60);
            assertThat(run.status().speed()).isEqualTo(10);
            send(stream, new SimulatorCommand.Reset().toJson());
            Await.until("reset", DEADLINE, () -> run.status().commandsApplied() == 5);
            awaitRecords(run, run.status().recordsSent() + 30);
            assertThat(run.status().commandsRefused()).isZero();
        }

        Map<String, List<JsonNode>> byMachine = read(stream, Topic.TELEMETRY).stream()
                .collect(Collectors.groupingBy(
                        ConsumerRecord::key, Collectors.mapping(ConsumerRecord::value, Collectors.toList())));
        byMachine.values().forEach(records -> {
            int restarts = 0;
            for (int i = 1; i < records.size(); i++) {
                assertThat(millis(records.get(i))).isGreaterThan(millis(records.get(i - 1)));
                restarts += records.get(i).path("sequence").intValue() == 1 ? 1 : 0;
            }
            assertThat(restarts).isEqualTo(1);
            int last = records.size() - 1;
            assertThat(millis(records.get(last)) - millis(records.get(last - 1)))
                    .isEqualTo(10);
        });
    }

    @Test
    void whatIsMalformedOrImpossibleIsRefusedWithAReasonAndChangesNothing() throws Exception {
        StreamSettings stream = stream("refuse.");

        try (SimulatorRun run = SimulatorRun.start(
                SimulationSettings.builder().intervalMillis(20).build(), stream)) {
            Map<String, String> reasons = new HashMap<>();
            List<String> commands = List.of(
                    "{\"command\":\"fly\"}",
                    "\u0000",
                    "{\"command\":\"resume\"}",
                    "{\"command\":\"step\"}",
                    "{\"command\":\"speed\",\"factor\":21}",
                    "{\"command\":\"inject\",\"fault\":\"chatter\",\"machine_id\":\"X\",\"for_ms\":1000}",
                    "{\"command\":\"inject\",\"fault\":\"sensor_dropout\",\"variant\":\"silent_gateway\","
                            + "\"machine_id\":\"SEAS-CNC-01\",\"for_ms\":1000}");
            for (String command : commands) {
                send(stream, command.getBytes(StandardCharsets.UTF_8));
                Await.until(
                        "refusal of " + command, DEADLINE, () -> run.status().commandsRefused() == reasons.size() + 1);
                reasons.put(command, String.valueOf(run.status().lastRefusal()));
            }

            assertThat(reasons.get(commands.get(0))).contains("offset 0").contains("unknown command \"fly\"");
            assertThat(reasons.get(commands.get(1))).contains("not JSON");
            assertThat(reasons.get(commands.get(2))).contains("the simulator is not paused");
            assertThat(reasons.get(commands.get(3))).contains("pause it first");
            assertThat(reasons.get(commands.get(4))).contains("at most 20");
            assertThat(reasons.get(commands.get(5))).contains("machine \"X\" is not simulated here");
            assertThat(reasons.get(commands.get(6))).contains("has no gateway to silence");
            assertThat(run.status().commandsApplied()).isZero();
            assertThat(run.status().running()).isTrue();
            awaitRecords(run, run.status().recordsSent() + 5);
        }
        assertThat(read(stream, Topic.SIMULATOR_TRUTH)).isEmpty();
    }

    @Test
    void tenThousandMachinesASecondKeepUpWithTheClock() throws Exception {
        StreamSettings stream = stream("many.");
        SimulationSettings settings = SimulationSettings.builder()
                .machines(10_000)
                .intervalMillis(1000)
                .build();

        try (SimulatorRun run = SimulatorRun.start(settings, stream)) {
            awaitRecords(run, 30_000);
            assertThat(run.status().samplesSkipped()).isZero();
            assertThat(run.status().recordsLost()).isZero();
        }

        Set<String> machines = new HashSet<>();
        long late = 0;
        for (ConsumerRecord<String, JsonNode> record : read(stream, Topic.TELEMETRY)) {
            machines.add(record.key());
            late = Math.max(late, record.timestamp() - millis(record.value()));
        }
        assertThat(machines).hasSize(10_000);
        assertThat(late).isLessThan(Pace.MAX_LAG_MILLIS);
    }

    @Test
    void aClockThatIsSetIsFollowedBothWays() throws Exception {
        StreamSettings stream = stream("set.");
        AtomicLong offset = new AtomicLong();

        try (SimulatorRun run = SimulatorRun.start(
                SimulationSettings.builder().intervalMillis(50).build(), stream, new SettableClock(offset))) {
            awaitRecords(run, 5);
            offset.set(3_600_000);
            awaitRecords(run, run.status().recordsSent() + 5);
            assertThat(run.status().samplesSkipped()).isBetween(71_000L, 73_000L);
            offset.set(0);
            awaitRecords(run, run.status().recordsSent() + 5);
        }

        List<ConsumerRecord<String, JsonNode>> telemetry = read(stream, Topic.TELEMETRY);
        int forward = 0;
        int back = 0;
        for (int i = 1; i < telemetry.size(); i++) {
            long step = millis(telemetry.get(i).value())
                    - millis(telemetry.get(i - 1).value());
            forward += step > 3_500_000 ? 1 : 0;
            back += step < -3_500_000 ? 1 : 0;
        }
        assertThat(forward).isEqualTo(1);
        assertThat(back).isEqualTo(1);
    }

    @Test
    void missingTopicsAreNamedAtTheStart() {
        SimulationSettings settings = SimulationSettings.builder().build();
        StreamSettings missing = new StreamSettings(broker.bootstrapServers(), new Topics("missing."), 1, Map.of());

        assertThatThrownBy(() -> SimulatorRun.start(settings, missing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing.telemetry")
                .hasMessageContaining("feedhold topics create");
    }

    private static StreamSettings stream(String prefix) throws Exception {
        Topics topics = new Topics(prefix);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            new TopicSetup(admin, topics, new TopicSetup.Settings(2, (short) -1, DEADLINE)).createMissing();
        }
        return new StreamSettings(broker.bootstrapServers(), topics, 1, Map.of());
    }

    private static void send(StreamSettings stream, byte[] command) throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stream.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(stream.topics().name(Topic.SIMULATOR_COMMANDS), command))
                    .get();
        }
    }

    private static void awaitRecords(SimulatorRun run, long records) {
        Await.until(records + " records", DEADLINE, () -> run.status().recordsSent() >= records);
    }

    /** Records sent once none is on its way any more. */
    private static long settled(SimulatorRun run) {
        long[] last = {-1, System.nanoTime()};
        Await.until("rest", DEADLINE, () -> {
            long sent = run.status().recordsSent();
            if (sent != last[0]) {
                last[0] = sent;
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > 2_000_000_000L;
        });
        return last[0];
    }

    private static List<TruthWindow> truth(StreamSettings stream) {
        return read(stream, Topic.SIMULATOR_TRUTH).stream()
                .map(record -> SimulatorMessages.readTruth(Json.write(record.value())))
                .toList();
    }

    private static List<ConsumerRecord<String, JsonNode>> read(StreamSettings stream, Topic topic) {
        String name = stream.topics().name(topic);
        List<ConsumerRecord<String, JsonNode>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stream.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                    .map(partition -> new TopicPartition(name, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Predicate<TopicPartition> unread = partition -> consumer.position(partition) < ends.get(partition);
            while (partitions.stream().anyMatch(unread)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    records.add(new ConsumerRecord<>(
                            record.topic(),
                            record.partition(),
                            record.offset(),
                            record.timestamp(),
                            record.timestampType(),
                            0,
                            0,
                            new String(record.key(), StandardCharsets.UTF_8),
                            Json.read(record.value()),
                            record.headers(),
                            record.leaderEpoch()));
                }
            }
        }
        return records;
    }

    private static long millis(JsonNode telemetry) {
        return Instant.parse(telemetry.path("timestamp").textValue()).toEpochMilli();
    }

    /** The system's clock, set forward by a changing number of milliseconds. */
    private static final class SettableClock extends Clock {

        private final AtomicLong offset;

        SettableClock(AtomicLong offset) {
            this.offset = offset;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plusMillis(offset.get());
        }
    }
}
