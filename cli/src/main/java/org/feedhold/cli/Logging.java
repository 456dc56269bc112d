package org.feedhold.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.apache.logging.log4j.core.config.Configurator;

/** Where Kafka, Flink and the modules log. Without a call, nowhere: the terminal belongs to the command's own words. */
public final class Logging {

    private Logging() {}

    /** Sends warnings and errors to a file from now on; at most 5 files of 16 MB are kept. */
    public static void toFile(Path file) {
        System.setProperty("feedhold.log", file.toAbsolutePath().toString());
        configure("log4j2-file.xml");
    }

    /** Logs nowhere from now on, and lets go of the file. */
    public static void off() {
        configure("/log4j2.xml");
    }

    private static void configure(String resource) {
        try {
            URI configuration = Logging.class.getResource(resource).toURI();
            Configurator.reconfigure(configuration);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a resource has a valid address", e);
        }
    }
}
