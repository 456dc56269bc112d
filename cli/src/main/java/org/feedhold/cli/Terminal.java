package org.feedhold.cli;

import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** What the standard output can show. */
@SuppressWarnings("SystemConsoleNull") // The launcher runs Java 17 or 21, where no console is null.
public final class Terminal {

    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

    private Terminal() {}

    /** Whether a person sees the standard output at once, on a terminal that understands cursor movement. */
    public static boolean isInteractive() {
        return System.console() != null && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether colours are wanted: on a terminal, unless {@code NO_COLOR} is set to anything (no-color.org). */
    public static boolean wantsColour() {
        String noColour = System.getenv("NO_COLOR");
        return isInteractive() && (noColour == null || noColour.isEmpty());
    }

    /** The text with a dot for each character that could move a terminal's cursor, or that nobody sees. */
    public static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> printable.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '·' : c));
        return printable.toString();
    }

    /** The charset of the standard output: the console's own on Windows, UTF-8 elsewhere and in files and pipes. */
    static Charset charset() {
        Console console = System.console();
        return WINDOWS && console != null ? console.charset() : StandardCharsets.UTF_8;
    }
}
