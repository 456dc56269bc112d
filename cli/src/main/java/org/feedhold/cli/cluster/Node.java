package org.feedhold.cli.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * One process of a cluster.
 *
 * @param name its name in files and messages: {@code kafka}, {@code zookeeper}, {@code jobmanager}, {@code taskmanager-1}, …
 * @param ports loopback ports that it will listen on; none where it chooses one itself
 * @param jvmOptions options of its JVM
 * @param mainClass its main class
 * @param arguments arguments of that class
 */
record Node(String name, List<Port> ports, List<String> jvmOptions, String mainClass, List<String> arguments) {

    static final String KAFKA = "kafka";
    static final String ZOOKEEPER = "zookeeper";
    static final String JOB_MANAGER = "jobmanager";
    static final String TASK_MANAGER = "taskmanager-";
    /** What a port is used for at which a process shows its metrics to Prometheus. */
    static final String METRICS = "the metrics";

    /** Copies the lists. */
    Node {
        ports = List.copyOf(ports);
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
    }

    /**
     * A port that a process listens on.
     *
     * @param number port
     * @param use what for, in words
     * @param key where another can be chosen: the key and its file
     */
    record Port(int number, String use, String key) {}

    /** What clients connect to, and where its metrics are; empty for a process that only others of the cluster talk to. */
    String address() {
        List<String> addresses = new ArrayList<>();
        for (Port port : ports) {
            if (port.use().equals(METRICS)) {
                addresses.add("metrics 127.0.0.1:" + port.number());
            } else if (addresses.isEmpty()) {
                addresses.add("127.0.0.1:" + port.number());
            }
        }
        return String.join(", ", addresses);
    }
}
