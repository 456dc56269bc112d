package org.feedhold.cli.cluster;

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

    /** What clients connect to; empty for a process that only others of the cluster talk to. */
    String address() {
        return ports.isEmpty() ? "" : "127.0.0.1:" + ports.get(0).number();
    }
}
