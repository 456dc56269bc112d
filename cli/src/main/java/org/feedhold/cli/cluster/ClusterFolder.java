package org.feedhold.cli.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.feedhold.cli.CommandFailure;

/**
 * Where a cluster lives: {@code conf}, {@code log}, {@code pids} and {@code data}, and nothing else.
 *
 * @param path the folder, absolute
 */
public record ClusterFolder(Path path) {

    private static final long MEBIBYTE = 1_048_576;
    private static final long LEAST_ROOM = 256 * MEBIBYTE;

    private static final String LOCK = "lock";
    private static final Set<String> OWN = Set.of("conf", "conf.new", "log", "pids", "data", LOCK);

    /** Makes the path absolute. */
    public ClusterFolder {
        path = path.toAbsolutePath().normalize();
    }

    /** Configuration that a person may edit. */
    public Path conf() {
        return path.resolve("conf");
    }

    /** Topics, checkpoints, savepoints and temporary files. */
    public Path data() {
        return path.resolve("data");
    }

    /** Log of a process. */
    public Path log(String process) {
        return path.resolve("log").resolve(process + ".log");
    }

    /** What a process wrote to its standard and error output: what went wrong before it could log. */
    public Path output(String process) {
        return path.resolve("log").resolve(process + ".out");
    }

    Path pids() {
        return path.resolve("pids");
    }

    /** Whether a cluster has been configured here. */
    public boolean isConfigured() {
        return Files.isRegularFile(conf().resolve(ClusterConfiguration.FLINK));
    }

    /**
     * Creates what is missing of the folder.
     *
     * @throws CommandFailure if it can't be written, or holds something else
     */
    void prepare() {
        try {
            Files.createDirectories(path);
            refuseForeign();
            refuseFullDisk();
            for (Path each : List.of(path.resolve("log"), pids(), data(), data().resolve("tmp"))) {
                Files.createDirectories(each);
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** A broker whose disk is full ends without a word of its own. */
    private void refuseFullDisk() throws IOException {
        long free = Files.getFileStore(path).getUsableSpace();
        if (free < LEAST_ROOM) {
            throw new CommandFailure("The disk of the folder " + path + " has no room: " + free / MEBIBYTE
                    + " MiB are free, and Kafka and Flink need at least " + LEAST_ROOM / MEBIBYTE
                    + "; make room, or name a folder on another disk with --folder.");
        }
    }

    private void refuseForeign() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !OWN.contains(name))
                    .findAny()
                    .ifPresent(name -> {
                        throw new CommandFailure("The folder " + path + " holds something else (" + name
                                + "); name an empty or a new one with --folder.");
                    });
        }
    }

    /**
     * Keeps other commands from starting or stopping processes here until it is closed.
     *
     * @throws CommandFailure if another command does so now
     */
    @SuppressWarnings("resource") // the caller closes it
    FileChannel lock() {
        try {
            FileChannel file =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isFree(file)) {
                return file;
            }
            file.close();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        throw new CommandFailure(
                "Another command is starting or stopping the cluster in " + path + "; wait until it has ended.");
    }

    private static boolean isFree(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    CommandFailure cannotWrite(IOException e) {
        return new CommandFailure(
                "The folder " + path + " can't be written (" + e
                        + "); make room or give the right to write, or name another with --folder.",
                e);
    }

    /** The last lines of a text file, none if it does not exist. */
    static List<String> tail(Path file, int lines) {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try (Stream<String> all = Files.lines(file)) {
            List<String> read = all.toList();
            return read.subList(Math.max(0, read.size() - lines), read.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
