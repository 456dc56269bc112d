package org.feedhold.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A Java program in a process of its own. What it prints goes to {@code NAME.log} in its folder. Closing ends it, by force if
 * it does not end within ten seconds.
 */
public final class JavaProcess implements AutoCloseable {

    /** What Flink needs on JDK 17, as in its own start scripts. */
    private static final List<String> OPEN_TO_FLINK = List.of(
            "java.lang",
            "java.net",
            "java.io",
            "java.nio",
            "sun.nio.ch",
            "java.lang.reflect",
            "java.text",
            "java.time",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks");

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 20;

    private final String name;
    private final Process process;
    private final Path log;

    private JavaProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a program.
     *
     * @param name what it is called in messages and in the name of its log
     * @param folder where its log goes; exists
     * @param classPath what it may load
     * @param options options of the virtual machine, such as its heap
     * @param mainClass class with its {@code main}
     * @param arguments its arguments
     * @throws IOException if it can't be started
     */
    public static JavaProcess start(
            String name,
            Path folder,
            ClassPath classPath,
            List<String> options,
            Class<?> mainClass,
            List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        OPEN_TO_FLINK.forEach(each -> command.add("--add-opens=java.base/" + each + "=ALL-UNNAMED"));
        command.addAll(options);
        command.add("-cp");
        command.add(classPath.toString());
        command.add(mainClass.getName());
        command.addAll(arguments);
        Path log = folder.resolve(name + ".log");
        File output = log.toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        // No process outlives the one that measures.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new JavaProcess(name, process, log);
    }

    /**
     * Waits until it has printed a line.
     *
     * @return the first such line
     * @throws IOException if it ends without, or does not print one in time; the message holds what it printed last
     */
    public String awaitLine(Predicate<String> wanted, Duration atMost) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            boolean ended = !process.isAlive();
            for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
                if (wanted.test(line)) {
                    return line;
                }
            }
            if (ended) {
                throw failure("has ended with status " + process.exitValue());
            }
            if (System.nanoTime() > deadline) {
                throw failure("was not ready within " + atMost.toSeconds() + " s");
            }
            process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Waits for its end.
     *
     * @throws IOException if it fails, or does not end in time; the message holds what it printed last
     */
    public void awaitEnd(Duration atMost) throws IOException, InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw failure("has not ended within " + atMost.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw failure("has failed with status " + process.exitValue());
        }
    }

    /**
     * Checks that it still runs.
     *
     * @throws IOException if it has ended; the message holds what it printed last
     */
    public void checkAlive() throws IOException {
        if (!process.isAlive()) {
            throw failure("has ended with status " + process.exitValue());
        }
    }

    private IOException failure(String what) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        List<String> newest = lines.subList(Math.max(0, lines.size() - 20), lines.size());
        return new IOException(name + " " + what + "; its log " + log + " ends:\n" + String.join("\n", newest));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
