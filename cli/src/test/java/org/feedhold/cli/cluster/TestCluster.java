package org.feedhold.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A cluster of real processes, started from the distribution that was just built, and the real command. */
public final class TestCluster implements AutoCloseable {

    private final Distribution distribution;
    private final ClusterFolder folder;
    private final LocalProcesses processes;

    /** Starts nothing yet. */
    TestCluster(Path folder) throws IOException {
        distribution = justBuilt();
        this.folder = new ClusterFolder(folder);
        processes = new LocalProcesses(this.folder, distribution);
    }

    /** The distribution that was just built. */
    public static Distribution justBuilt() throws IOException {
        Path target = Path.of("target").toAbsolutePath();
        return new Distribution(
                target.resolve(Files.readString(target.resolve("distribution")).strip()));
    }

    /** What a command said and how it ended. */
    record Said(int status, String output) {

        Said succeeded() {
            assertThat(status).as(output).isZero();
            return this;
        }
    }

    /** Starts what does not run. */
    List<String> start(ClusterSettings settings) throws InterruptedException {
        return processes.start(settings, () -> false);
    }

    /** {@code kill -9}. Returns when the process is gone. */
    void kill(String node) throws Exception {
        ProcessHandle process = processes.state().stream()
                .filter(each -> each.name().equals(node))
                .findAny()
                .orElseThrow()
                .process()
                .orElseThrow();
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);
    }

    String kafka() {
        return "127.0.0.1:" + ClusterConfiguration.read(folder).kafkaPort();
    }

    String jobManager() {
        return "127.0.0.1:" + ClusterConfiguration.read(folder).webPort();
    }

    Path folder() {
        return folder.path();
    }

    /** {@code feedhold cluster COMMAND…} on this cluster's folder. */
    Said cluster(String... command) throws Exception {
        return feedhold(clusterCommand(command));
    }

    /** The arguments of {@code feedhold cluster COMMAND…} on this cluster's folder. */
    List<String> clusterCommand(String... command) {
        List<String> arguments = new ArrayList<>(List.of("cluster"));
        arguments.addAll(List.of(command));
        arguments.addAll(List.of("--folder", folder.path().toString()));
        return arguments;
    }

    /** {@code feedhold submit} to this cluster. */
    Said submit(String... options) throws Exception {
        return job("submit", options);
    }

    /** {@code feedhold submit}, {@code upgrade} or {@code rescale} on this cluster. */
    Said job(String command, String... options) throws Exception {
        return feedhold(jobCommand(command, options));
    }

    /** The arguments of {@code feedhold submit}, {@code upgrade} or {@code rescale} on this cluster. */
    List<String> jobCommand(String command, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of(command, "--jobmanager", jobManager(), "--bootstrap-servers", kafka()));
        arguments.addAll(List.of(options));
        return arguments;
    }

    /** {@code feedhold …}. */
    Said feedhold(List<String> arguments) throws Exception {
        return run(distribution.command(List.of(), arguments), Map.of());
    }

    /** {@code feedhold …}, which may be interrupted; what it says goes into a file. */
    Process begin(Path said, List<String> arguments) throws IOException {
        return new ProcessBuilder(distribution.command(List.of(), arguments))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
    }

    /** {@code flink run}, with Flink's own client and the configuration of this cluster. */
    Said flinkRun(List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of(java()));
        String javaOptions = ClusterConfiguration.read(folder)
                .flink()
                .get(org.apache.flink.configuration.CoreOptions.FLINK_JVM_OPTIONS);
        command.addAll(List.of(javaOptions.split(" ")));
        command.addAll(List.of(
                "-cp",
                distribution.flinkClassPath(),
                "org.apache.flink.client.cli.CliFrontend",
                "run",
                "-d",
                distribution.jobJar().toString()));
        command.addAll(options);
        return run(command, Map.of("FLINK_CONF_DIR", folder.conf().toString()));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Said run(List<String> command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), output);
    }

    /** An ordinary consumer of whole topics, at their beginnings. */
    KafkaConsumer<byte[], byte[]> consumer(List<String> topics) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    @Override
    public void close() {
        try {
            processes.stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted; processes of " + folder.path() + " may still run", e);
        }
    }
}
