package org.feedhold.jobs;

import static org.apache.flink.core.execution.SavepointFormatType.CANONICAL;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.broker.BrokerSettings;
import org.feedhold.broker.EmbeddedBroker;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.TopicSetup;
import org.feedhold.kafka.Topics;
import org.feedhold.testing.Await;
import org.jspecify.annotations.Nullable;

/** A real broker and a real Flink cluster of two task managers, on which jobs run one after another, each on its own topics. */
@SuppressWarnings("try") // close() may be interrupted, and so may the test
final class Installation implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(3);
    static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);

    private final Path folder;
    private final EmbeddedBroker broker;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final MiniCluster cluster;
    private final InMemoryReporter metrics = InMemoryReporter.createWithRetainedMetrics();
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    private Installation(Path folder) throws Exception {
        this.folder = folder;
        broker = EmbeddedBroker.start(new BrokerSettings(
                folder.resolve("kafka"),
                BrokerSettings.ANY_PORT,
                Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200")));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 2),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(flink())
                .setNumTaskManagers(2)
                .setNumSlotsPerTaskManager(2)
                .withRandomPorts()
                .build());
        cluster.start();
    }

    static Installation in(Path folder) throws Exception {
        return new Installation(folder);
    }

    private Configuration flink() {
        Configuration flink = new Configuration();
        metrics.addToConfiguration(flink);
        flink.set(CoreOptions.TMP_DIRS, folder.resolve("flink").toString());
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        return flink;
    }

    /** Creates the topics of a prefix. */
    Topics topics(String prefix, int partitions) throws Exception {
        Topics topics = new Topics(prefix);
        new TopicSetup(admin, topics, new TopicSetup.Settings(partitions, (short) 1, PATIENCE)).createMissing();
        return topics;
    }

    /** Starts the job on the topics of a prefix, from a savepoint or from the beginning. */
    JobID start(Topics topics, int parallelism, @Nullable String savepoint) throws Exception {
        return start(topics, parallelism, savepoint, CHECKPOINT_INTERVAL);
    }

    /** Starts the job with further options and its own time between checkpoints. */
    JobID start(
            Topics topics, int parallelism, @Nullable String savepoint, Duration checkpointInterval, String... options)
            throws Exception {
        Configuration flink = flink();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(flink);
        List<String> all = new ArrayList<>(List.of(
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--topic-prefix",
                topics.prefix(),
                "--group-id",
                topics.prefix() + "job",
                "--health-interval",
                "0s"));
        all.addAll(List.of(options));
        MonitoringJob.define(environment, MonitoringJobConfig.parse(all.toArray(String[]::new)));
        JobGraph graph = environment.getStreamGraph().getJobGraph();
        if (savepoint != null) {
            graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
        }
        JobID job = cluster.submitJob(graph).get().getJobID();
        awaitRunning(job);
        return job;
    }

    /** Stops a job and keeps its state. */
    String stop(JobID job) throws Exception {
        return cluster.stopWithSavepoint(
                        job, folder.resolve("savepoints").toUri().toString(), false, CANONICAL)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Keeps the state of a job that goes on: what it has written in transactions is not committed by that. */
    String savepoint(JobID job) throws Exception {
        return cluster.triggerSavepoint(
                        job, folder.resolve("savepoints").toUri().toString(), false, CANONICAL)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Transactions that are open now. */
    Collection<TransactionListing> openTransactions() throws Exception {
        return admin.listTransactions(new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING)))
                .all()
                .get();
    }

    /** What the cluster's tasks count, all metrics of a name together. */
    long counted(String name) {
        return metrics.getMetricsByGroup().values().stream()
                .map(of -> of.get(name))
                .filter(Counter.class::isInstance)
                .mapToLong(metric -> ((Counter) metric).getCount())
                .sum();
    }

    /** Ends every job and forgets its state. */
    void cancelAll() throws Exception {
        for (JobStatusMessage job : cluster.listJobs().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            if (!job.getJobState().isGloballyTerminalState()) {
                cluster.cancelJob(job.getJobId()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                Await.until(
                        "the job has ended",
                        PATIENCE,
                        () -> cluster.getJobStatus(job.getJobId()).get().isGloballyTerminalState());
            }
        }
    }

    /** Ends a task manager without notice, in whose place another one starts. */
    void killATaskManager() throws Exception {
        cluster.terminateTaskManager(0).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        cluster.startTaskManager();
    }

    /** Waits until the job has begun anew after a failure. */
    void awaitRunning(JobID job) {
        Await.until(
                "the job runs",
                PATIENCE,
                () -> cluster.getJobStatus(job).get() == JobStatus.RUNNING
                        && cluster.getArchivedExecutionGraph(job).get().getAllVertices().values().stream()
                                .allMatch(vertex -> vertex.getAggregateState() == ExecutionState.RUNNING));
    }

    /** Writes a record, with its original arrival if it has one. */
    void send(String topic, String key, byte @Nullable [] value, @Nullable Long arrival) {
        List<Header> headers = arrival == null
                ? List.of()
                : List.of(new RecordHeader(
                        "feedhold-arrival", Long.toString(arrival).getBytes(StandardCharsets.UTF_8)));
        sent.add(
                producer.send(new ProducerRecord<>(topic, null, key.getBytes(StandardCharsets.UTF_8), value, headers)));
    }

    /** Returns when the broker has taken everything that was sent. */
    void flush() {
        producer.flush();
        for (Future<RecordMetadata> each : sent) {
            try {
                each.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError("a record was not taken", e);
            }
        }
        sent.clear();
    }

    /** Reads what lies in topics of a prefix. */
    OutputTopics read(Topics topics, Collection<Topic> read) {
        return new OutputTopics(Map.of("bootstrap.servers", broker.bootstrapServers()), topics, read);
    }

    /** Reads what lies in topics of a prefix and is committed. */
    OutputTopics readCommitted(Topics topics, Collection<Topic> read) {
        return new OutputTopics(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                topics,
                read);
    }

    @Override
    public void close() throws Exception {
        cluster.close();
        producer.close();
        admin.close();
        broker.close();
    }
}
