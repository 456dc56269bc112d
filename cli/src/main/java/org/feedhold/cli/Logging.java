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
        try {
            URI configuration = Logging.class.getResource("log4j2-file.xml").toURI();
            Configurator.reconfigure(configuration);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a resource has a valid address", e);
        }
    }
}
