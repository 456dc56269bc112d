package org.feedhold.kafka.process;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.feedhold.twin.process.ProcessModel;

/** Reads process models from the YAML files that people write. */
public final class ProcessModelFile {

    /** Largest file that is read, in bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    private ProcessModelFile() {}

    /**
     * Reads a file.
     *
     * @throws InvalidProcessModelException if it is no valid process model; the message lists every problem with its line
     * @throws IOException if it can't be read
     */
    public static ProcessModel read(Path file) throws IOException {
        String name = file.getFileName() == null
                ? file.toString()
                : file.getFileName().toString();
        if (Files.size(file) > MAX_BYTES) {
            throw tooLarge(name, Files.size(file));
        }
        try {
            return parse(Files.readString(file), name);
        } catch (CharacterCodingException e) {
            throw new Problems(name).fatal(1, "", "the file is not UTF-8 text", "save it as UTF-8");
        }
    }

    /**
     * Reads the text of a file.
     *
     * @param fileName what to call the file in messages
     * @throws InvalidProcessModelException if it is no valid process model; the message lists every problem with its line
     */
    public static ProcessModel parse(String yaml, String fileName) {
        int bytes = yaml.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw tooLarge(fileName, bytes);
        }
        Problems problems = new Problems(fileName);
        String text = yaml.startsWith("\uFEFF") ? yaml.substring(1) : yaml;
        return ProcessModelReader.read(YamlTree.read(text, problems), problems);
    }

    private static InvalidProcessModelException tooLarge(String fileName, long bytes) {
        return new Problems(fileName)
                .fatal(1, "", "the file has " + bytes + " bytes", "keep a process model below " + MAX_BYTES + " bytes");
    }
}
