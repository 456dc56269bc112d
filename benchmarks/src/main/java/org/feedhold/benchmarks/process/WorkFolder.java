package org.feedhold.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that are of no use after a run. */
public final class WorkFolder {

    private WorkFolder() {}

    /**
     * Deletes a folder with all that lies in it, if it is there.
     *
     * @throws IOException if a file in it cannot be deleted
     */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> walked = Files.walk(folder)) {
            inside = walked.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : inside) {
            Files.delete(each);
        }
    }
}
