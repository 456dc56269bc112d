package org.feedhold.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.feedhold.broker.BrokerSettings;
import org.feedhold.testing.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Telemetry and control topics through real Kafka and real Flink, at parallelism 2, with silence as the witness of time. */
@SuppressWarnings("FutureReturnValueIgnored") // What was sent is seen to arrive.
final class ArrivalTimeIT {

    private static final int PARALLELISM = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger COUNT = new AtomicInteger();

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
                    .setNumberTaskManagers(1)
                    .setNumberSlotsPerTaskManager(PARALLELISM)
                    .build());

    @TempDir
    private static Path folder;

    private static TestKafka kafka;

    private String telemetry;
    private String results;
    private ControlTopics control;
    private JobClient job;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = TestKafka.embedded(folder.resolve("kafka"));
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void nameTopics() throws Exception {
        int number = COUNT.incrementAndGet();
        telemetry = "telemetry-" + number;
        results = "results-" + number;
        control = new ControlTopics("process-models-" + number, "releases-" + number, "actions-" + number);
        kafka.createTopic(results, 1);
        kafka.createTopic(control.processModels(), 1);
        kafka.createTopic(control.releases(), 2);
        kafka.createTopic(control.operatorActions(), 1);
    }

    @AfterEach
    void cancelJob() throws Exception {
        if (job != null) {
            job.cancel().get();
            Await.until(
                    "the job has ended",
                    PATIENCE,
                    () -> job.getJobStatus().get().isGloballyTerminalState());
        }
    }

    @Test
    void findsInABacklogWhoFellSilentAtTheTimeWhenItWas() throws Exception {
        kafka.createTopic(telemetry, 2);
        long begin = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of())) {
            for (int second = 0; second < 600; second++) {
                long arrival = begin + second * 1_000L;
                producer.send(replayed(0, "steady", arrival));
                producer.send(replayed(1, "steady too", arrival));
                if (second <= 100) {
                    producer.send(replayed(0, "silent after 100 s", arrival));
                }
                if (second <= 400) {
                    producer.send(replayed(1, "silent after 400 s", arrival));
                }
            }
        }

        job = startJob(Duration.ofSeconds(10), null);

        Await.until("both are found silent", PATIENCE, () -> silences().size() >= 2);
        List<Silence> found = silences();
        assertThat(found)
                .extracting(Silence::machine)
                .containsExactlyInAnyOrder("silent after 100 s", "silent after 400 s");
        assertThat(found).allSatisfy(silence -> {
            long expected = silence.machine().contains("100") ? begin + 100_000 : begin + 400_000;
            assertThat(silence.since()).isEqualTo(expected);
            assertThat(silence.watermark()).isBetween(expected + 10_000, expected + 15_000);
        });
    }

    @Test
    void findsASilentMachineThoughNoOtherRecordEverComesAndOneSubtaskHasNoPartition() throws Exception {
        kafka.createTopic(telemetry, 1);
        job = startJob(Duration.ofSeconds(2), null);
        kafka.send(telemetry, 0, "alone", "{}");

        Await.until("it is found silent", PATIENCE, () -> !silences().isEmpty());

        ConsumerRecord<byte[], byte[]> sent =
                kafka.read(telemetry, "read_committed").get(0);
        assertThat(silences()).singleElement().satisfies(silence -> {
            assertThat(silence.machine()).isEqualTo("alone");
            assertThat(silence.since()).isEqualTo(sent.timestamp());
            assertThat(silence.told() - silence.since()).isBetween(2_000L, 6_000L);
        });
    }

    @Test
    void isNotHeldBackByOffsetsThatHoldNoRecord() throws Exception {
        kafka.createTopic(telemetry, 2);
        kafka.sendInTransaction(telemetry, 0, "before a transaction's marker", "{}");
        kafka.send(telemetry, 1, "deleted by retention", "{}");
        kafka.deleteRecordsBefore(new TopicPartition(telemetry, 1), 1);

        job = startJob(Duration.ofSeconds(2), null);

        Await.until("silence is found", PATIENCE, () -> !silences().isEmpty());
        assertThat(silences()).extracting(Silence::machine).containsExactly("before a transaction's marker");
    }

    @Tag("long")
    @Test
    void standsStillWhileTheBrokerIsAwayAndFindsNobodySilentForThat() throws Exception {
        kafka.createTopic(telemetry, 2);
        List<String> machines = Collections.synchronizedList(new ArrayList<>(List.of("a", "b", "c", "d")));
        AtomicLong sent = new AtomicLong();
        AtomicLong delivered = new AtomicLong();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of())) {
            clock.scheduleAtFixedRate(
                    () -> List.copyOf(machines).forEach(machine -> {
                        sent.incrementAndGet();
                        producer.send(
                                TestKafka.record(telemetry, machine.charAt(0) % 2, machine, "{}"),
                                (metadata, failure) -> delivered.incrementAndGet());
                    }),
                    0,
                    200,
                    TimeUnit.MILLISECONDS);
            job = startJob(Duration.ofSeconds(3), null);
            Await.until("the job reads", PATIENCE, () -> count("read") > 40);

            kafka.close();
            long away = System.nanoTime();
            Await.until(
                    "the broker has been away for longer than the time-out",
                    PATIENCE,
                    () -> System.nanoTime() - away > Duration.ofSeconds(5).toNanos());
            kafka = TestKafka.embedded(
                    BrokerSettings.in(folder.resolve("kafka")).withPort(kafka.port()));
            long missed = sent.get();
            Await.until("all go on", PATIENCE, () -> delivered.get() > missed + 40 && count("read") > missed + 40);
            machines.remove("d");

            Await.until(
                    "the one that really stops is found silent",
                    PATIENCE,
                    () -> !silences().isEmpty());
            assertThat(silences()).extracting(Silence::machine).containsExactly("d");
            clock.shutdown();
            assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void goesOnFromASavepointWithWhatCameMeanwhileAndOncePerRecord() throws Exception {
        kafka.createTopic(telemetry, 1);
        kafka.send(telemetry, 0, "before", "{}");
        kafka.send(telemetry, 0, "on and on", "{}");
        job = startJob(Duration.ofSeconds(6), null);
        Await.until("both are read", PATIENCE, () -> count("read") == 2);
        String savepoint = job.stopWithSavepoint(
                        false, folder.resolve("savepoints").toString(), SavepointFormatType.CANONICAL)
                .get();
        kafka.send(telemetry, 0, "on and on", "{}");

        job = startJob(Duration.ofSeconds(6), savepoint);

        Await.until("both are found silent", PATIENCE, () -> silences().size() >= 2);
        assertThat(silences()).extracting(Silence::machine).containsExactly("before", "on and on");
        assertThat(kafka.values(results))
                .filteredOn(text -> text.startsWith("read"))
                .containsExactlyInAnyOrder("read 0/0", "read 0/1", "read 0/2");
    }

    @Test
    void handsOnControlRecordsOfBothTopicsAsTheyCome() throws Exception {
        kafka.createTopic(telemetry, 1);
        kafka.send(control.processModels(), 0, "milling@1", "{}");
        job = startJob(Duration.ofSeconds(2), null);
        Await.until("the one that was there is read", PATIENCE, () -> count("PROCESS_MODEL milling@1") == PARALLELISM);

        kafka.send(control.releases(), 1, "M1/P1", "{}");

        Await.until("the new one is read", PATIENCE, () -> count("RELEASE M1/P1") == PARALLELISM);
        assertThat(silences()).isEmpty();
    }

    private JobClient startJob(Duration timeOut, String savepoint) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        if (savepoint != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        flink.setParallelism(PARALLELISM);
        flink.fromSource(
                        new TelemetrySource(
                                kafka.client(), telemetry, telemetry, StartingOffsets.committedElseEarliest()),
                        WatermarkStrategy.noWatermarks(),
                        "telemetry")
                .uid("telemetry")
                .keyBy(raw -> new String(raw.key(), StandardCharsets.UTF_8))
                .connect(flink.fromSource(
                                new ControlTopicSource(kafka.client(), control, ActionsSince.time(0), telemetry),
                                WatermarkStrategy.noWatermarks(),
                                "control")
                        .uid("control")
                        .broadcast(SilenceFunction.CONTROL))
                .process(new SilenceFunction(results, timeOut))
                .uid("silence")
                .sinkTo(OutputSink.atLeastOnce(kafka.client()))
                .uid("results");
        return flink.executeAsync();
    }

    private ProducerRecord<byte[], byte[]> replayed(int partition, String machine, long arrival) {
        ProducerRecord<byte[], byte[]> record = TestKafka.record(telemetry, partition, machine, "{}");
        record.headers().add(Arrival.HEADER, Long.toString(arrival).getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private long count(String begin) {
        return kafka.values(results).stream()
                .filter(text -> text.startsWith(begin))
                .count();
    }

    private List<Silence> silences() {
        List<Silence> silences = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> result : kafka.read(results, "read_committed")) {
            String[] words = new String(result.value(), StandardCharsets.UTF_8).split(" ");
            if (words[0].equals("silent")) {
                String machine = new String(result.key(), StandardCharsets.UTF_8);
                silences.add(
                        new Silence(machine, Long.parseLong(words[2]), Long.parseLong(words[4]), result.timestamp()));
            }
        }
        return silences;
    }

    /**
     * A machine that was found silent.
     *
     * @param since arrival of its last record
     * @param watermark Flink's time when that was found
     * @param told when the result came to Kafka
     */
    private record Silence(String machine, long since, long watermark, long told) {}
}
