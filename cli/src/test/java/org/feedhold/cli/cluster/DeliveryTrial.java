package org.feedhold.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.feedhold.cli.models.ModelPublisher;
import org.feedhold.jobs.backtest.Backtest;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.TopicSetup;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.testing.Await;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.ProcessModel;

/** The job on a real cluster under load, of which processes are killed, beside the same log judged without disturbance. */
final class DeliveryTrial implements AutoCloseable {

    static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

    private static final Topics TOPICS = Topics.withDefaultPrefix();
    private static final String GROUP = "feedhold";
    private static final int PARTITIONS = 3;
    private static final Duration HEALTH_INTERVAL = Duration.ofSeconds(20);
    private static final Duration RECOVERY = Duration.ofMinutes(5);
    private static final Duration SETTLING = Duration.ofSeconds(10);

    private final TestCluster cluster;
    private final List<ProcessModel> models = new ArrayList<>(ShippedProcessModels.all());
    private final MachineFeed feed;
    private final Visibility visibility;

    /**
     * Starts a cluster, the job and the machines.
     *
     * @param delivery the job's {@code --delivery}
     * @param machines number of machines
     * @param beat time after which each of them sends a sample
     */
    DeliveryTrial(Path folder, ClusterSettings settings, String delivery, int machines, Duration beat, long seed)
            throws Exception {
        cluster = new TestCluster(folder);
        try {
            cluster.start(settings);
            models.add(thatBearsAnOutage());
            setUp();
            cluster.submit(with(options(delivery), "--parallelism", "2")).succeeded();
            feed = MachineFeed.start(cluster.kafka(), TOPICS.name(Topic.TELEMETRY), machines, seed, beat);
            visibility = new Visibility(cluster);
        } catch (Exception | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    /** What the job is submitted with. */
    static String[] options(String delivery) {
        return new String[] {
            "--delivery", delivery,
            "--checkpoint-interval", CHECKPOINT_INTERVAL.toMillis() + "ms",
            "--health-interval", HEALTH_INTERVAL.toSeconds() + "s"
        };
    }

    /** Options, and more. */
    static String[] with(String[] options, String... more) {
        return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray(String[]::new);
    }

    /** The model is there before the job, so that no sample can be judged by another one. */
    private void setUp() throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", cluster.kafka());
        try (Admin admin = Admin.create(client)) {
            new TopicSetup(admin, TOPICS, new TopicSetup.Settings(PARTITIONS, (short) 1, Duration.ofMinutes(1)))
                    .createMissing();
        }
        new ModelPublisher(client, TOPICS).publish(models);
    }

    /** While the broker is away nothing arrives: that must not count as the machines' silence here. */
    private static ProcessModel thatBearsAnOutage() {
        String shipped = ShippedProcessModels.yaml("adaptive_cnc_milling");
        return ProcessModelFile.parse(
                shipped.replaceFirst("(?m)^version: \\d+", "version: 1000")
                        .replaceFirst("(?m)^effective_from: .*$", "effective_from: 2021-01-01T00:00:00Z")
                        .replaceFirst("(?m)^silence_after: \\d+s", "silence_after: 30m"),
                "bears-an-outage.yaml");
    }

    TestCluster cluster() {
        return cluster;
    }

    /** Kills processes with signal 9, one right after the other, and starts them again. */
    void killAndRestart(List<String> nodes) throws Exception {
        for (String node : nodes) {
            cluster.kill(node);
        }
        assertThat(cluster.start(ClusterSettings.unsaid())).containsExactlyInAnyOrderElementsOf(nodes);
    }

    /** Returns when the job has judged, and delivered for good, all that has been acknowledged by now. */
    void awaitProgress() {
        Map<TopicPartition, Long> ends = ends();
        Await.until("the job goes on", RECOVERY, () -> isCommitted(ends));
    }

    /** Returns when about this many more samples have been acknowledged. */
    void feed(long samples) {
        long goal = feed.acknowledged() + samples;
        Await.until("the machines go on", RECOVERY, () -> feed.acknowledged() >= goal);
    }

    /** From now on nothing is disturbed: how soon is what is found visible? */
    void measureVisibility() {
        visibility.from = Instant.now().toEpochMilli();
    }

    /** Stops the machines, lets the job come to the end, and compares. */
    Figures finish() throws Exception {
        feed.finish();
        List<ConsumerRecord<byte[], byte[]>> telemetry = new ArrayList<>();
        awaitProgress();
        read(List.of(TOPICS.name(Topic.TELEMETRY)), telemetry);
        assertThat(telemetry).hasSize((int) feed.acknowledged());
        Delivered expected = undisturbed(telemetry);
        Delivered delivered = delivered();
        // What is committed is visible a moment later; what is missing then is lost.
        long deadline = System.nanoTime() + SETTLING.toNanos();
        while (!delivered.hasAll(expected) && System.nanoTime() < deadline) {
            delivered = delivered();
        }
        return new Figures(telemetry.size(), expected, delivered, visibility.sorted(telemetry));
    }

    /**
     * What a trial found.
     *
     * @param samples samples of telemetry
     * @param expected what an undisturbed run gives
     * @param delivered what was delivered
     * @param visibleMillis for each recommendation of the undisturbed stretch, from the arrival of its sample to its
     *     visibility; ascending
     */
    record Figures(int samples, Delivered expected, Delivered delivered, List<Long> visibleMillis) {

        void print(String what, int kills) {
            System.out.printf(
                    "%s: %d kills, %d samples; recommendations: %d, lost %d, too many %d, repeated %d; episode events: %d,"
                            + " lost %d, too many %d, repeated %d; health: %d, lost %d, too many %d, repeated %d; visible"
                            + " after (ms): p50 %d, p99 %d of %d%n",
                    what,
                    kills,
                    samples,
                    expected.recommendations().byId().size(),
                    expected.recommendations()
                            .without(delivered.recommendations())
                            .size(),
                    delivered
                            .recommendations()
                            .without(expected.recommendations())
                            .size(),
                    delivered.recommendations().repeated(),
                    expected.episodes().byId().size(),
                    expected.episodes().without(delivered.episodes()).size(),
                    delivered.episodes().without(expected.episodes()).size(),
                    delivered.episodes().repeated(),
                    expected.health().byId().size(),
                    expected.health().without(delivered.health()).size(),
                    delivered.health().without(expected.health()).size(),
                    delivered.health().repeated(),
                    percentile(50),
                    percentile(99),
                    visibleMillis.size());
        }

        /** Nearest-rank percentile of the visibility. */
        long percentile(int percent) {
            return visibleMillis.isEmpty()
                    ? -1
                    : visibleMillis.get((int) Math.ceil(visibleMillis.size() * percent / 100.0) - 1);
        }
    }

    private Delivered undisturbed(List<ConsumerRecord<byte[], byte[]>> telemetry) throws Exception {
        List<RawRecord> log = telemetry.stream()
                .sorted(Comparator.comparingLong(ConsumerRecord::timestamp))
                .map(each -> new RawRecord(
                        each.topic(), each.partition(), each.offset(), each.timestamp(), each.key(), each.value()))
                .toList();
        List<ControlRecord> control = new ArrayList<>();
        for (ProcessModel model : models) {
            control.add(new ControlRecord(
                    ControlRecord.Kind.PROCESS_MODEL,
                    model.key(),
                    ProcessModelCodec.toJson(model),
                    0,
                    TOPICS.name(Topic.PROCESS_MODELS),
                    0,
                    control.size()));
        }
        Backtest.Result result =
                Backtest.run(log, control, new ProcessModelCodec(), HEALTH_INTERVAL.toMillis(), new Configuration());
        Delivered expected = new Delivered();
        result.recommendations().forEach(expected::add);
        result.episodes().forEach(expected::add);
        result.health().forEach(expected::add);
        return expected;
    }

    private Delivered delivered() {
        Delivered delivered = new Delivered();
        Map<String, java.util.function.Consumer<byte[]>> readers = Map.of(
                TOPICS.name(Topic.RECOMMENDATIONS), delivered::addRecommendation,
                TOPICS.name(Topic.ANOMALIES), delivered::addAnomaly,
                TOPICS.name(Topic.HEALTH), delivered::addHealth);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        read(readers.keySet(), records);
        records.forEach(each -> readers.get(each.topic()).accept(each.value()));
        return delivered;
    }

    private void read(Collection<String> topics, List<ConsumerRecord<byte[], byte[]>> into) {
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer(List.copyOf(topics))) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            Await.until("the topics are read", Duration.ofMinutes(1), () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(into::add);
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
    }

    private Map<TopicPartition, Long> ends() {
        String topic = TOPICS.name(Topic.TELEMETRY);
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int i = 0; i < PARTITIONS; i++) {
            asked.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.kafka()))) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> each :
                    admin.listOffsets(asked).all().get().entrySet()) {
                ends.put(each.getKey(), each.getValue().offset());
            }
            return ends;
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError("the broker does not tell the ends of the telemetry", e);
        }
    }

    private boolean isCommitted(Map<TopicPartition, Long> ends) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.kafka()))) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return ends.entrySet().stream().allMatch(end -> {
                OffsetAndMetadata position = committed.get(end.getKey());
                return end.getValue() == 0 || (position != null && position.offset() >= end.getValue());
            });
        }
    }

    @Override
    public void close() {
        try (cluster;
                feed;
                visibility) {
            // Closed in the opposite order.
        }
    }

    /** When each recommendation was first seen by a reader of committed records. */
    private static final class Visibility implements AutoCloseable {

        private final Map<String, Long> seen = new ConcurrentHashMap<>();
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Thread thread = new Thread(this::run, "visibility");
        private volatile long from = Long.MAX_VALUE;
        private volatile boolean stopped;

        Visibility(TestCluster cluster) {
            consumer = cluster.consumer(List.of(TOPICS.name(Topic.RECOMMENDATIONS)));
            thread.start();
        }

        private void run() {
            try (consumer) {
                while (!stopped) {
                    for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                        Recommendation recommendation = MessageCodec.decodeRecommendation(each.value());
                        seen.putIfAbsent(
                                key(recommendation.machineId(), recommendation.timestamp()),
                                System.currentTimeMillis());
                    }
                }
            }
        }

        List<Long> sorted(List<ConsumerRecord<byte[], byte[]>> telemetry) throws Exception {
            List<Long> delays = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> each : telemetry) {
                if (each.timestamp() >= from) {
                    Instant timestamp = java.time.OffsetDateTime.parse(Json.json()
                                    .readTree(each.value())
                                    .get("timestamp")
                                    .asText())
                            .toInstant();
                    Long visible = seen.get(key(new String(each.key(), StandardCharsets.UTF_8), timestamp));
                    if (visible != null) {
                        delays.add(visible - each.timestamp());
                    }
                }
            }
            delays.sort(Comparator.naturalOrder());
            return delays;
        }

        private static String key(String machine, Instant timestamp) {
            return machine + " " + timestamp.toEpochMilli();
        }

        @Override
        public void close() {
            stopped = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted while a reader stops", e);
            }
        }
    }
}
