package org.feedhold.cli.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.Feedhold;

/**
 * The jars that the command was started from, from which the processes of a cluster are started, too.
 *
 * @param home folder with {@code lib} and {@code job}
 */
public record Distribution(Path home) {

    /** What the job jar brings by itself, and what the broker alone needs: Flink's processes must not see it. */
    private static final List<String> NOT_FLINKS =
            List.of("feedhold-", "flink-connector-kafka-", "kafka", "scala-", "picocli-");

    /**
     * That which this command was started from.
     *
     * @throws CommandFailure if it was started from something else, for example a development environment
     */
    public static Distribution ofThisCommand() {
        try {
            Path jar = Path.of(Distribution.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path lib = jar.getParent();
            if (Files.isRegularFile(jar) && lib.endsWith("lib")) {
                return new Distribution(lib.getParent());
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a jar has a valid address", e);
        }
        throw new CommandFailure("Processes can be started from an unpacked distribution only; use ./feedhold.");
    }

    /** The job as one file, as {@code flink run} takes it. */
    public Path jobJar() {
        return jars(home.resolve("job"))
                .findAny()
                .orElseThrow(() -> new CommandFailure(
                        "There is no job jar in " + home.resolve("job") + "; unpack the distribution anew."));
    }

    /**
     * The command line of {@code feedhold …} in a JVM of its own.
     *
     * @param jvmOptions what the JVM gets beside the options of the distribution
     */
    public List<String> command(List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + home.resolve("lib").resolve("jvm.options"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", brokerClassPath(), Feedhold.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Class path of the broker: all there is. */
    String brokerClassPath() {
        return home.resolve("lib") + java.io.File.separator + "*";
    }

    /** Class path of Flink's own processes: Flink with its libraries, without the job. */
    String flinkClassPath() {
        return jars(home.resolve("lib"))
                .filter(jar -> NOT_FLINKS.stream().noneMatch(jar.getFileName().toString()::startsWith))
                .map(Path::toString)
                .sorted()
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    private static Stream<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
