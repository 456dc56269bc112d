package org.feedhold.kafka.acquisition;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The value of one field of a record, whoever has parsed it. */
interface FieldValue {

    /** What a field can hold. */
    enum Kind {
        TEXT,
        INTEGER,
        DECIMAL,
        TRUE,
        FALSE,
        NULL,
        /** An object, an array, or a number that is none, like {@code NaN}. */
        OTHER;

        boolean isNumber() {
            return this == INTEGER || this == DECIMAL;
        }
    }

    Kind kind() throws IOException;

    /** A text, or the digits of a number, cut to {@value TelemetryJson#MAX_TEXT_BYTES} bytes; null if empty or another kind. */
    @Nullable
    String contextText() throws IOException;

    /** The double nearest to a number; infinite if it is too large. Of another kind: not to be called. */
    double number() throws IOException;

    /** Whether it is a text that consists of a word. */
    boolean isText(String word) throws IOException;

    /** The finite number, or NaN where there is none. */
    default double finiteNumber() throws IOException {
        if (!kind().isNumber()) {
            return Double.NaN;
        }
        double number = number();
        return Double.isFinite(number) ? number : Double.NaN;
    }
}
