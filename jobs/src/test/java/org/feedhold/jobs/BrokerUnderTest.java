package org.feedhold.jobs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.feedhold.broker.BrokerProcess;

/** A broker in a process of its own, which can be made to stand still, and killed. */
@SuppressWarnings("try") // close() may be interrupted, and so may the test
final class BrokerUnderTest implements AutoCloseable {

    private static final String READY = "Kafka listens on ";

    private final Path folder;
    private Process process;
    private String bootstrapServers;

    BrokerUnderTest(Path folder) throws IOException {
        this.folder = folder;
        start("0");
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** Lets it do nothing from now on; its clients' connections stay. */
    void standStill() throws Exception {
        signal("STOP");
    }

    /** Lets it go on where it stood still. */
    void goOn() throws Exception {
        signal("CONT");
    }

    /** Ends it as a crash would. */
    void kill() throws Exception {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again at its address, on its data. */
    void startAgain() throws IOException {
        start(bootstrapServers.substring(bootstrapServers.indexOf(':') + 1));
    }

    private void start(String port) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("data.folder", folder.resolve("data").toString());
        properties.setProperty("kafka.port", port);
        Path file = folder.resolve("broker.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx384m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        file.toString())
                .redirectError(folder.resolve("broker.log").toFile())
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.startsWith(READY)) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("the broker did not start: " + Files.readString(folder.resolve("broker.log")));
        }
        bootstrapServers = line.substring(READY.length());
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("the broker took no SIG" + name);
        }
    }

    @Override
    public void close() throws Exception {
        kill();
    }
}
