package org.feedhold.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.feedhold.broker.BrokerProcess;

/** A Kafka in a process of its own. Closing ends it and deletes what it has stored. */
public final class Broker implements AutoCloseable {

    private static final String LISTENS = "Kafka listens on ";
    private static final Duration START_UP = Duration.ofMinutes(2);

    private final JavaProcess process;
    private final Path data;
    private final String bootstrapServers;

    private Broker(JavaProcess process, Path data, String bootstrapServers) {
        this.process = process;
        this.data = data;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param run folder for its data and its log; exists
     * @throws IOException if it is not ready within two minutes; the message holds what it printed last
     */
    public static Broker start(Path run) throws IOException, InterruptedException {
        Path properties = run.resolve("broker.properties");
        Path data = run.resolve("broker");
        Files.writeString(
                properties,
                "data.folder=" + data + "\nkafka.port=0\nlog.segment.bytes=268435456\n",
                StandardCharsets.UTF_8);
        JavaProcess process = JavaProcess.start(
                "broker",
                run,
                ClassPath.own().without(List.of("flink-")),
                List.of("-Xmx512m"),
                BrokerProcess.class,
                List.of(properties.toString()));
        try {
            String address = process.awaitLine(line -> line.startsWith(LISTENS), START_UP)
                    .substring(LISTENS.length());
            return new Broker(process, data, address);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** Where it listens, as Kafka's clients take it. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() throws IOException {
        process.close();
        WorkFolder.delete(data);
    }
}
