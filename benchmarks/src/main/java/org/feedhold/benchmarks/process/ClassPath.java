package org.feedhold.benchmarks.process;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a program may load.
 *
 * @param entries jars and folders of classes, in order
 */
public record ClassPath(List<String> entries) {

    /** Makes the list unmodifiable. */
    public ClassPath {
        entries = List.copyOf(entries);
    }

    /** The class path of this program. */
    public static ClassPath own() {
        return new ClassPath(Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)));
    }

    /**
     * The same without some libraries.
     *
     * @param libraries how the names of their jars begin, or what the folders of their modules are called, such as
     *     {@code flink-} or {@code feedhold-operators}
     */
    public ClassPath without(List<String> libraries) {
        return new ClassPath(entries.stream()
                .filter(entry -> libraries.stream().noneMatch(library -> belongsTo(entry, library)))
                .toList());
    }

    /** Whether a library is among the entries, named as for {@link #without}. */
    public boolean holds(String library) {
        return entries.stream().anyMatch(entry -> belongsTo(entry, library));
    }

    private static boolean belongsTo(String entry, String library) {
        Path path = Path.of(entry);
        String name = String.valueOf(path.getFileName());
        if (name.startsWith(library)) {
            return true;
        }
        // A module that has been compiled but not packaged: operators/target/classes.
        Path module = path.getParent() == null ? null : path.getParent().getParent();
        return name.equals("classes")
                && module != null
                && library.equals("feedhold-" + String.valueOf(module.getFileName()));
    }

    /** As {@code java -cp} takes it. */
    @Override
    public String toString() {
        return entries.stream().collect(Collectors.joining(File.pathSeparator));
    }
}
