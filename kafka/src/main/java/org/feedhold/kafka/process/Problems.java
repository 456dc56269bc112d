package org.feedhold.kafka.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one process model, with the line where it is known and the path always. */
final class Problems {

    private static final int MOST = 100;

    private final @Nullable String fileName;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<String> sentences = new ArrayList<>();

    /** Problems of a file, or with a null name those of a record, which has paths but no lines. */
    Problems(@Nullable String fileName) {
        this.fileName = fileName;
    }

    /** Remembers the line, from 1, on which the value at a path begins. */
    void place(String path, int line) {
        lines.put(path, line);
    }

    /** The line of a path or of the nearest value around it. */
    int lineOf(String path) {
        String at = path;
        while (!at.isEmpty()) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return 1;
    }

    void add(String path, String wrong, String remedy) {
        addAt(lineOf(path), path, wrong, remedy);
    }

    void addAt(int line, String path, String wrong, String remedy) {
        if (sentences.size() == MOST) {
            sentences.add("and more; correct these first");
        }
        if (sentences.size() > MOST) {
            return;
        }
        String place = fileName == null ? "" : fileName + ':' + line + ": ";
        String where = path.isEmpty() ? "" : " (path " + path + ')';
        sentences.add(place + wrong + where + "; " + remedy);
    }

    /** For a problem behind which nothing more can be read. */
    InvalidProcessModelException fatal(int line, String path, String wrong, String remedy) {
        addAt(line, path, wrong, remedy);
        return new InvalidProcessModelException(sentences);
    }

    /** How many there are so far. */
    int count() {
        return sentences.size();
    }

    void throwIfAny() {
        if (!sentences.isEmpty()) {
            throw new InvalidProcessModelException(sentences);
        }
    }
}
