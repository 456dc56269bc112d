package org.feedhold.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.cluster.Distribution;

/** A {@code feedhold} command in a process of its own, its output in a file. */
final class FeedholdProcess implements AutoCloseable {

    private static final Duration STOPPING = Duration.ofSeconds(60);

    private final String name;
    private final Process process;
    private final Path output;

    private FeedholdProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a command.
     *
     * @throws CommandFailure if the output can't be written
     */
    static FeedholdProcess start(
            Distribution distribution, List<String> jvmOptions, List<String> arguments, Path output) {
        try {
            Process process = new ProcessBuilder(distribution.command(jvmOptions, arguments))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            return new FeedholdProcess(arguments.get(0), process, output);
        } catch (IOException e) {
            throw new CommandFailure(
                    "'feedhold " + arguments.get(0) + "' can't be started (" + e + "); see " + output + ".", e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Fails, with what the command said, unless it has ended well. */
    void checkSucceeded() {
        if (process.exitValue() != 0) {
            throw failure();
        }
    }

    /** Fails, with what the command said, if it has ended. */
    void checkAlive() {
        if (!isAlive()) {
            throw failure();
        }
    }

    private CommandFailure failure() {
        return new CommandFailure("'feedhold " + name + "' has ended with status " + process.exitValue() + ": "
                + lastLine() + "; all that it said is in " + output + ".");
    }

    /** The last that the command said; empty if nothing. */
    String lastLine() {
        try {
            List<String> lines = Files.readAllLines(output);
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        } catch (IOException e) {
            return "";
        }
    }

    /** Asks the command to end, as Ctrl-C does, and waits for that. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOPPING.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
