package org.feedhold.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second broker, in this JVM or another, out of a data folder. Kafka's own lock comes too late: a node that is
 * broker and controller opens the metadata log, and so damages it for its owner, before it asks for that lock.
 */
final class FolderLock implements AutoCloseable {

    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    static FolderLock take(Path folder) throws BrokerStartException {
        try {
            Files.createDirectories(folder);
            FileChannel file = FileChannel.open(
                    folder.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isFree(file)) {
                return new FolderLock(file);
            }
            file.close();
        } catch (IOException e) {
            throw new BrokerStartException(
                    "The folder " + folder + " can't be used for Kafka (" + e + "); choose one that can be written", e);
        }
        throw new BrokerStartException(
                "The folder " + folder + " is in use by another broker; stop that one or choose another folder");
    }

    private static boolean isFree(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new IllegalStateException("The lock of the broker's folder can't be given back", e);
        }
    }
}
