package org.feedhold.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * A file of settings for Kafka's clients, as Kafka's own tools take it with {@code --command-config}: Java properties by
 * Kafka's names, for example for TLS and SASL.
 */
public final class ClientFile {

    private ClientFile() {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it can't be read; the message names the file, never what is in it
     */
    public static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no file " + file + " with settings of Kafka's clients", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the file " + file + " with settings of Kafka's clients can't be read ("
                            + e.getClass().getSimpleName() + "); it has to be Java properties in UTF-8",
                    e);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }
}
