package org.feedhold.cli.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers a process beyond the command that started it. A process id alone is not enough: after a reboot another process
 * may have it; so its start is kept, too.
 */
final class PidFile {

    /** Operating systems tell the start of a process in steps, and after a change of the clock a little differently. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private final Path file;

    PidFile(Path file) {
        this.file = file;
    }

    /** The process, if it still runs. */
    Optional<ProcessHandle> running() {
        String[] content;
        try {
            content = Files.readString(file).strip().split(" ", 2);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            long pid = Long.parseLong(content[0]);
            Instant start = Instant.parse(content.length < 2 ? "" : content[1]);
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process ->
                            Duration.between(start, startOf(process)).abs().compareTo(TOLERANCE) <= 0);
        } catch (NumberFormatException | java.time.format.DateTimeParseException e) {
            // Cut off by a full disk, say: nothing is known, so nothing runs.
            return Optional.empty();
        }
    }

    void write(ProcessHandle process) throws IOException {
        Files.writeString(file, process.pid() + " " + startOf(process));
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }
}
