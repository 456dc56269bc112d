package org.feedhold.kafka.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.feedhold.twin.process.ProcessModel;

/** The process models that come with Feedhold. */
public final class ShippedProcessModels {

    private static final String FOLDER = "/org/feedhold/kafka/process-models/";
    private static final List<String> NAMES = List.of("adaptive_cnc_milling", "od_turning");

    private ShippedProcessModels() {}

    /** Names of the models, in alphabetical order. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The file as it is shipped, with its comments.
     *
     * @throws IllegalArgumentException if no such model is shipped; the message lists those that are
     */
    public static String yaml(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "no process model '" + name + "' is shipped; " + Words.suggestion(name, NAMES));
        }
        try (InputStream file = ShippedProcessModels.class.getResourceAsStream(FOLDER + name + ".yaml")) {
            if (file == null) {
                throw new IllegalStateException("the file of process model " + name + " is missing in this build");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read process model " + name, e);
        }
    }

    /** The model of that name, see {@link #yaml}. */
    public static ProcessModel load(String name) {
        return ProcessModelFile.parse(yaml(name), name + ".yaml");
    }

    /** All of them. */
    public static List<ProcessModel> all() {
        return NAMES.stream().map(ShippedProcessModels::load).toList();
    }
}
