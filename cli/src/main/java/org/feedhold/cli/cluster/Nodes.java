package org.feedhold.cli.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer;
import org.feedhold.broker.BrokerProcess;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.cluster.Node.Port;
import org.feedhold.cli.run.PrometheusOption;

/** How each process of a cluster is started: what Flink's own start scripts do, without a shell. */
final class Nodes {

    private static final List<String> SMALL_JVM =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    private final ClusterFolder folder;
    private final ClusterConfiguration configuration;
    private final Distribution distribution;

    Nodes(ClusterFolder folder, ClusterConfiguration configuration, Distribution distribution) {
        this.folder = folder;
        this.configuration = configuration;
        this.distribution = distribution;
    }

    /** All processes in the order in which they are started. */
    List<Node> all(int taskManagers) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(kafka());
        if (configuration.zookeeperPort() != null) {
            nodes.add(zookeeper(configuration.zookeeperPort()));
        }
        nodes.add(jobManager());
        for (int i = 1; i <= taskManagers; i++) {
            nodes.add(taskManager(i));
        }
        return nodes;
    }

    private Node kafka() {
        return new Node(
                Node.KAFKA,
                List.of(new Port(configuration.kafkaPort(), "Kafka", key("kafka.port", ClusterConfiguration.BROKER))),
                jvm(Node.KAFKA, SMALL_JVM, distribution.brokerClassPath()),
                BrokerProcess.class.getName(),
                List.of(folder.conf().resolve(ClusterConfiguration.BROKER).toString()));
    }

    private Node zookeeper(int port) {
        return new Node(
                Node.ZOOKEEPER,
                List.of(new Port(port, "ZooKeeper", key("clientPort", ClusterConfiguration.ZOOKEEPER))),
                jvm(Node.ZOOKEEPER, SMALL_JVM, distribution.flinkClassPath()),
                FlinkZooKeeperQuorumPeer.class.getName(),
                List.of(
                        "--zkConfigFile",
                        folder.conf().resolve(ClusterConfiguration.ZOOKEEPER).toString(),
                        "--peerId",
                        "1"));
    }

    private Node jobManager() {
        Configuration flink = configuration.flink();
        JobManagerProcessSpec memory = sized(() -> JobManagerProcessUtils.processSpecFromConfig(flink));
        List<Port> ports = new ArrayList<>();
        ports.add(new Port(configuration.webPort(), "Flink's page", key("rest.port", ClusterConfiguration.FLINK)));
        if (!configuration.isHighlyAvailable()) {
            ports.add(new Port(
                    configuration.rpcPort(),
                    "Flink's JobManager",
                    key("jobmanager.rpc.port", ClusterConfiguration.FLINK)));
        }
        ports.addAll(metrics(0));
        return flink(
                Node.JOB_MANAGER,
                ports,
                JobManagerProcessUtils.generateJvmParametersStr(memory, flink),
                CoreOptions.FLINK_JM_JVM_OPTIONS,
                StandaloneSessionClusterEntrypoint.class,
                JobManagerProcessUtils.generateDynamicConfigsStr(memory));
    }

    private Node taskManager(int number) {
        Configuration flink = configuration.flink();
        TaskExecutorProcessSpec memory = sized(() -> TaskExecutorProcessUtils.processSpecFromConfig(flink));
        List<Port> metrics = metrics(number);
        String ownPort = metrics.stream()
                .map(port -> " -D " + PrometheusOption.PORT_KEY + '=' + port.number())
                .collect(Collectors.joining());
        return flink(
                Node.TASK_MANAGER + number,
                metrics,
                ProcessMemoryUtils.generateJvmParametersStr(memory),
                CoreOptions.FLINK_TM_JVM_OPTIONS,
                TaskManagerRunner.class,
                TaskExecutorProcessUtils.generateDynamicConfigsStr(memory) + ownPort);
    }

    /** Where a process shows its metrics, if it does. Each has a port that stays, so that Prometheus finds it again. */
    private List<Port> metrics(int number) {
        Integer first = configuration.prometheusPort();
        return first == null
                ? List.of()
                : List.of(new Port(
                        first + number, Node.METRICS, key(PrometheusOption.PORT_KEY, ClusterConfiguration.FLINK)));
    }

    private Node flink(
            String name,
            List<Port> ports,
            String memory,
            ConfigOption<String> ownOptions,
            Class<?> mainClass,
            String dynamicConfiguration) {
        List<String> options = Stream.of(
                        memory,
                        configuration.flink().get(CoreOptions.FLINK_DEFAULT_JVM_OPTIONS),
                        configuration.flink().get(CoreOptions.FLINK_JVM_OPTIONS),
                        configuration.flink().get(ownOptions))
                .flatMap(Nodes::words)
                .toList();
        List<String> arguments = Stream.concat(
                        Stream.of("--configDir", folder.conf().toString()), words(dynamicConfiguration))
                .toList();
        return new Node(name, ports, jvm(name, options, distribution.flinkClassPath()), mainClass.getName(), arguments);
    }

    private List<String> jvm(String name, List<String> options, String classPath) {
        List<String> jvm = new ArrayList<>(options);
        jvm.add("-Dlog.file=" + folder.log(name));
        jvm.add("-Dlog4j.configurationFile="
                + folder.conf().resolve(ClusterConfiguration.LOG).toUri());
        // Compression libraries unpack their native parts there.
        jvm.add("-Djava.io.tmpdir=" + folder.data().resolve("tmp"));
        jvm.add("-cp");
        jvm.add(classPath);
        return jvm;
    }

    private <T> T sized(java.util.function.Supplier<T> memory) {
        try {
            return memory.get();
        } catch (IllegalConfigurationException e) {
            throw new CommandFailure(
                    folder.conf().resolve(ClusterConfiguration.FLINK) + ": the memory does not add up: "
                            + e.getMessage(),
                    e);
        }
    }

    private String key(String key, String file) {
        return key + " in " + folder.conf().resolve(file);
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty());
    }
}
