package org.feedhold.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.feedhold.cli.CommandFailure;

/** {@link FleetFigures} as JSON. */
final class FiguresFile {

    /** The figures that {@code feedhold size} plans with unless it is given others. */
    private static final String SHIPPED = "measured.json";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private FiguresFile() {}

    static String write(FleetFigures figures) {
        try {
            return JSON.writeValueAsString(figures);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures can be written as JSON", e);
        }
    }

    static FleetFigures shipped() {
        try (InputStream in = Objects.requireNonNull(FiguresFile.class.getResourceAsStream(SHIPPED))) {
            return JSON.readValue(in, FleetFigures.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads what {@code feedhold bench fleet --json} printed.
     *
     * @throws CommandFailure if it is something else
     */
    static FleetFigures read(Path file) {
        try {
            FleetFigures figures = JSON.readValue(Files.readString(file), FleetFigures.class);
            if (FleetFigures.SCHEMA.equals(figures.schema())) {
                return figures;
            }
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    file + " does not hold figures of a fleet (" + e.getOriginalMessage()
                            + "); give what 'feedhold bench fleet --json' printed.",
                    e);
        } catch (IOException e) {
            throw new CommandFailure(file + " can't be read (" + e + "); check --measured.", e);
        }
        throw new CommandFailure(file + " is not of schema " + FleetFigures.SCHEMA
                + "; give what 'feedhold bench fleet --json' of this version printed.");
    }
}
