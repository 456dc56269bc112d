package org.feedhold.cli.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.feedhold.cli.CommandFailure;
import org.jspecify.annotations.Nullable;

/** A Flink cluster in this JVM, with its web page on the loopback address. */
public final class LocalCluster implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final long CLOSING_SECONDS = 30;
    private static final MemorySize NETWORK_MEMORY = MemorySize.ofMebiBytes(64);

    private final MiniCluster cluster;
    private final Configuration configuration;
    private final String webAddress;

    private LocalCluster(MiniCluster cluster, Configuration configuration, String webAddress) {
        this.cluster = cluster;
        this.configuration = configuration;
        this.webAddress = webAddress;
    }

    /**
     * Where a cluster keeps its files, and its size.
     *
     * @param folder for checkpoints and temporary files
     * @param webPort port of the web page, 0 for any free one, to 65535
     * @param parallelism slots, 1 or more
     * @param checkpointInterval time between two checkpoints; null for that which the job chooses
     * @param stateBackend where jobs keep their state; null for the heap
     * @param savepoint savepoint or checkpoint that jobs go on from; null to begin anew
     * @param prometheusPort port at which metrics are shown to Prometheus, 1 to 65535; null to show none
     */
    public record Settings(
            Path folder,
            int webPort,
            int parallelism,
            @Nullable Duration checkpointInterval,
            @Nullable StateBackend stateBackend,
            @Nullable String savepoint,
            @Nullable Integer prometheusPort) {

        /** Checks the ranges. */
        public Settings {
            if (webPort < 0 || webPort > 65_535) {
                throw new IllegalArgumentException("the web port must be 0 (any free one) to 65535: " + webPort
                        + "; choose another with --web-port");
            }
            if (parallelism < 1) {
                throw new IllegalArgumentException("--parallelism must be 1 or more: " + parallelism);
            }
            PrometheusOption.check(prometheusPort);
        }
    }

    /**
     * Starts a cluster and returns when it takes jobs.
     *
     * @throws CommandFailure if the port of the web page or of the metrics is taken
     */
    public static LocalCluster start(Settings settings) throws Exception {
        checkFree(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.webPort()),
                "Flink's web page",
                "--web-port");
        if (settings.prometheusPort() != null) {
            // Flink itself would go on without.
            checkFree(
                    new InetSocketAddress(settings.prometheusPort()),
                    "the metrics for Prometheus",
                    "--prometheus-port");
        }
        Configuration configuration = configuration(settings);
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.parallelism())
                .build());
        try {
            cluster.start();
            int port = cluster.getRestAddress().get().getPort();
            return new LocalCluster(cluster, configuration, "http://" + HOST + ":" + port);
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    /** An environment in which a job for this cluster is defined. */
    public StreamExecutionEnvironment environment() {
        return new StreamExecutionEnvironment(configuration);
    }

    /** Submits what the environment defines. Returns when the cluster has taken it; it may not run yet. */
    public RunningJob submit(StreamExecutionEnvironment defined) throws Exception {
        JobGraph graph = defined.getStreamGraph().getJobGraph();
        cluster.submitJob(graph).get();
        return new RunningJob(cluster, graph.getJobID());
    }

    /** Address of the web page. */
    public String webAddress() {
        return webAddress;
    }

    /**
     * Cancels what still runs and stops the cluster.
     *
     * @throws CommandFailure if it did not stop within half a minute
     */
    @Override
    public void close() {
        try {
            cluster.closeAsync().get(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandFailure("Flink did not stop cleanly: " + e + "; end the process.", e);
        }
    }

    private static Configuration configuration(Settings settings) {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, HOST);
        configuration.set(RestOptions.BIND_ADDRESS, HOST);
        configuration.set(RestOptions.PORT, settings.webPort());
        configuration.set(RestOptions.BIND_PORT, Integer.toString(settings.webPort()));
        // The page has no log-in: it shows, and changes nothing.
        configuration.set(WebOptions.SUBMIT_ENABLE, false);
        configuration.set(WebOptions.CANCEL_ENABLE, false);
        configuration.set(
                CoreOptions.TMP_DIRS, settings.folder().resolve("flink").toString());
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, settings.parallelism());
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK_MEMORY);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK_MEMORY);
        if (settings.checkpointInterval() != null) {
            configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointInterval());
        }
        if (settings.stateBackend() != null) {
            settings.stateBackend().configure(configuration);
        }
        if (settings.savepoint() != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, settings.savepoint());
        }
        if (settings.prometheusPort() != null) {
            PrometheusOption.configure(configuration, settings.prometheusPort());
        }
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                settings.folder().resolve("checkpoints").toUri().toString());
        return configuration;
    }

    private static void checkFree(InetSocketAddress address, String use, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
        } catch (IOException e) {
            throw new CommandFailure(
                    "Port " + address.getPort() + " on " + address.getAddress().getHostAddress() + " can't be used for "
                            + use + " (" + e.getMessage() + "); stop what listens there or choose another port with "
                            + option + ".",
                    e);
        }
    }
}
