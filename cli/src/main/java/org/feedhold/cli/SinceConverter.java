package org.feedhold.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a beginning: a time such as {@code 2026-07-06T15:00:00Z}, or how long ago, such as {@code 2h}. */
public final class SinceConverter implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String value) {
        return convert(value, Instant.now());
    }

    static Instant convert(String value, Instant now) {
        try {
            return OffsetDateTime.parse(value.strip()).toInstant();
        } catch (DateTimeParseException noTime) {
            try {
                Duration ago = new DurationConverter().convert(value);
                return now.minus(ago);
            } catch (TypeConversionException noDuration) {
                throw new TypeConversionException("'" + value
                        + "' is no beginning; write a time like 2026-07-06T15:00:00Z, or how long ago, like 2h");
            }
        }
    }
}
