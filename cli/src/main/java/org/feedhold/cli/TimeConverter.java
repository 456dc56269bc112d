package org.feedhold.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 2026-07-06T15:00:00Z}, a time with an offset, {@code earliest} and {@code now}. */
public final class TimeConverter implements ITypeConverter<Instant> {

    /** What {@code earliest} is read as. */
    public static final Instant EARLIEST = Instant.EPOCH;

    @Override
    public Instant convert(String value) {
        if (value.equals("earliest")) {
            return EARLIEST;
        }
        if (value.equals("now")) {
            return Instant.now();
        }
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'" + value + "' is no time; write it like 2026-07-06T15:00:00Z or 2026-07-06T17:00:00+02:00");
        }
    }
}
