package org.feedhold.kafka;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Keeps passwords and keys out of what people and logs get to see. */
public final class Secrets {

    private static final String MASK = "***";

    private static final Pattern SECRET_NAME =
            Pattern.compile("password|passphrase|secret|token|jaas|credential|(^|[._-])key$|private\\.key");

    /** A secret name, what it is given with, and its value up to a blank or the closing quote. */
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?i)([\\w.-]*(?:password|passphrase|secret|token|jaas|credential|private\\.key|\\.key)[\\w.-]*\\s*=\\s*)"
                    + "(\"[^\"]*\"|'[^']*'|[^\\s,;}\\]]+)");

    private Secrets() {}

    /** Whether the value of a setting with this name must not be shown: of a password, a private key, a token and the like. */
    public static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** Settings as they may be shown, in the order of their names. */
    public static Map<String, String> masked(Map<String, String> settings) {
        Map<String, String> masked = new TreeMap<>();
        settings.forEach((name, value) -> masked.put(name, isSecret(name) ? MASK : value));
        return masked;
    }

    /** A text, for example the message of an error, in which every {@code password=…} and the like has lost its value. */
    public static String redacted(String text) {
        return ASSIGNMENT.matcher(text).replaceAll("$1" + MASK.replace("$", "\\$"));
    }
}
