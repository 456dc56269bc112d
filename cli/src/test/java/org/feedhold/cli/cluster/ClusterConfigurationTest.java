package org.feedhold.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.run.StateBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterConfigurationTest {

    private static final ClusterSettings FREE_PORTS = new ClusterSettings(null, null, 0, 0, null, null, null, null);

    @TempDir
    private Path path;

    private ClusterFolder folder() {
        ClusterFolder folder = new ClusterFolder(path.resolve("cluster"));
        folder.prepare();
        return folder;
    }

    @Test
    void isWrittenOnceAndIsTheUsersFromThenOn() throws Exception {
        ClusterFolder folder = folder();
        ClusterConfiguration written = ClusterConfiguration.in(folder, FREE_PORTS);
        Path flink = folder.conf().resolve("config.yaml");
        Files.writeString(
                flink,
                Files.readString(flink)
                        .replace("taskmanager.numberOfTaskSlots: 2", "taskmanager.numberOfTaskSlots: 3"));

        ClusterConfiguration again = ClusterConfiguration.in(folder, ClusterSettings.unsaid());

        assertThat(written.slots()).isEqualTo(2);
        assertThat(again.slots()).isEqualTo(3);
        assertThat(again.kafkaPort()).isEqualTo(written.kafkaPort()).isPositive();
        assertThat(again.webPort()).isEqualTo(written.webPort()).isPositive();
        assertThat(again.isHighlyAvailable()).isFalse();
    }

    @Test
    void hasAZooKeeperOnlyWithHighAvailability() {
        ClusterFolder folder = folder();

        ClusterConfiguration configuration =
                ClusterConfiguration.in(folder, new ClusterSettings(null, null, 0, 0, true, null, null, null));

        assertThat(configuration.zookeeperPort()).isPositive();
        assertThat(folder.conf().resolve("zoo.cfg")).content().contains("clientPortAddress=127.0.0.1");
    }

    @Test
    void givesAQuarterOfATaskManagersMemoryToRocksDb() {
        ClusterFolder folder = folder();

        ClusterConfiguration configuration = ClusterConfiguration.in(
                folder,
                new ClusterSettings(null, null, 0, 0, null, StateBackend.ROCKSDB, MemorySize.ofMebiBytes(2_048), null));

        assertThat(configuration.flink().toMap())
                .containsEntry("state.backend.type", "rocksdb")
                .containsEntry("execution.checkpointing.incremental", "true")
                .containsEntry("taskmanager.memory.process.size", "2048m")
                .containsEntry("taskmanager.memory.managed.size", "512m");
        assertThatThrownBy(() -> ClusterConfiguration.in(
                        folder, new ClusterSettings(null, null, null, null, null, StateBackend.HEAP, null, null)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("edit state.backend.type in ");
    }

    @Test
    void showsMetricsOnlyIfAsked() {
        ClusterFolder folder = folder();
        ClusterFolder quiet = new ClusterFolder(path.resolve("quiet"));
        quiet.prepare();

        ClusterConfiguration configuration =
                ClusterConfiguration.in(folder, new ClusterSettings(null, null, 0, 0, null, null, null, 9249));
        List<Node> nodes = new Nodes(folder, configuration, new Distribution(path)).all(2);

        assertThat(nodes)
                .filteredOn(node -> !node.name().equals(Node.KAFKA))
                .extracting(Node::address)
                .containsExactly(
                        "127.0.0.1:" + configuration.webPort() + ", metrics 127.0.0.1:9249",
                        "metrics 127.0.0.1:9250",
                        "metrics 127.0.0.1:9251");
        assertThat(nodes.get(3).arguments()).contains("metrics.reporter.prom.port=9251");
        assertThat(ClusterConfiguration.in(quiet, FREE_PORTS).prometheusPort()).isNull();
    }

    @Test
    void refusesAnOptionThatContradictsTheFilesAndNamesTheKey() {
        ClusterFolder folder = folder();
        ClusterConfiguration.in(folder, FREE_PORTS);

        assertThatThrownBy(() -> ClusterConfiguration.in(
                        folder, new ClusterSettings(null, 7, null, null, null, null, null, null)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(
                        "edit taskmanager.numberOfTaskSlots in " + folder.conf().resolve("config.yaml"));
    }

    @Test
    void writesNothingIfAPortIsTaken() throws Exception {
        ClusterFolder folder = folder();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClusterSettings settings = new ClusterSettings(null, null, 0, taken.getLocalPort(), null, null, null, null);

            assertThatThrownBy(() -> ClusterConfiguration.in(folder, settings))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining(
                            "Port " + taken.getLocalPort() + " on 127.0.0.1 can't be used for Flink's page")
                    .hasMessageContaining("--web-port");
        }
        assertThat(folder.conf()).doesNotExist();
    }

    @Test
    void saysWhichFileIsWrong() throws Exception {
        ClusterFolder folder = folder();
        ClusterConfiguration.in(folder, FREE_PORTS);
        Path broker = Files.writeString(folder.conf().resolve("broker.properties"), "kafka.port=many\n");

        assertThatThrownBy(() -> ClusterConfiguration.read(folder))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(broker + ": kafka.port must be a port, 1 to 65535; correct it.");
    }

    @Test
    void takesNoFolderThatHoldsSomethingElse() throws Exception {
        Files.writeString(path.resolve("thesis.txt"), "mine");

        assertThatThrownBy(() -> new ClusterFolder(path).prepare())
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("holds something else (thesis.txt)");
        assertThat(path).isDirectoryContaining("glob:**thesis.txt").isDirectoryNotContaining("glob:**conf");
    }

    @Test
    void keepsASecondCommandOut() throws Exception {
        ClusterFolder folder = folder();
        try (var first = folder.lock()) {
            assertThat(first.isOpen()).isTrue();
            assertThatThrownBy(folder::lock)
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("Another command is starting or stopping the cluster");
        }
    }
}
