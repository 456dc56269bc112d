package org.feedhold.cli.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.Logging;
import org.jspecify.annotations.Nullable;

/** The one folder in which the demo writes. It is deleted at the end if the demo made it and nothing failed. */
final class DemoFolder implements AutoCloseable {

    private final Path folder;
    private boolean temporary;

    private DemoFolder(Path folder, boolean temporary) {
        this.folder = folder;
        this.temporary = temporary;
    }

    /**
     * Opens the wanted folder, or makes one of its own, and sends the log and the temporary files of this JVM there.
     *
     * @throws CommandFailure if the folder can't be written
     */
    static DemoFolder open(@Nullable Path wanted) {
        Path folder = wanted == null
                ? Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "feedhold-demo-" + ProcessHandle.current().pid())
                : wanted;
        try {
            Path temporaryFiles =
                    Files.createDirectories(folder.toAbsolutePath().resolve("tmp"));
            // Before anything asks for it: compression libraries unpack their native parts there.
            System.setProperty("java.io.tmpdir", temporaryFiles.toString());
        } catch (IOException e) {
            throw new CommandFailure(
                    "The folder " + folder + " can't be written (" + e + "); name another with --folder.", e);
        }
        DemoFolder demo = new DemoFolder(folder.toAbsolutePath(), wanted == null);
        Logging.toFile(demo.log());
        return demo;
    }

    Path path() {
        return folder;
    }

    Path log() {
        return folder.resolve("feedhold.log");
    }

    boolean isTemporary() {
        return temporary;
    }

    /** Leaves the folder where it is, so that the log can be read. */
    void keep() {
        temporary = false;
    }

    @Override
    public void close() throws IOException {
        if (!temporary) {
            return;
        }
        Logging.off();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
