package org.feedhold.cli.watch;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The topics that a person looks at. */
enum WatchedTopic {
    RECOMMENDATIONS,
    TWIN_STATE,
    ANOMALIES,
    HEALTH,
    PARTS,
    DEAD_LETTERS,
    TELEMETRY;

    /** Name without prefix, as the contract has it and as it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads a topic as it is typed. */
    static final class Converter implements ITypeConverter<WatchedTopic> {

        @Override
        public WatchedTopic convert(String value) {
            for (WatchedTopic topic : values()) {
                if (topic.toString().equals(value)) {
                    return topic;
                }
            }
            throw new TypeConversionException("'" + value + "' is none of "
                    + Arrays.stream(values()).map(WatchedTopic::toString).collect(Collectors.joining(", ")));
        }
    }
}
