package org.feedhold.twin.advisory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ids that follow from content, so that a replay gives the same ones and a reader can drop a repeat: the first 80 bits of
 * SHA-256 of the parts joined by newlines, in base32 (RFC 4648, 16 characters).
 */
public final class Identifiers {

    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    /** Bytes of an id. */
    static final int BYTES = 10;

    private static final int LENGTH = BYTES * 8 / 5;

    private Identifiers() {}

    /** Id of the episode of a code and signal that began with the sample at {@code startMillis}. */
    public static String episode(String machineId, String code, @Nullable String signal, long startMillis) {
        return hash(machineId + '\n' + code + '\n' + (signal == null ? "" : signal) + '\n' + startMillis);
    }

    /** Id of a recommendation. */
    public static String recommendation(
            String machineId,
            long timestampMillis,
            @Nullable Decision decision,
            List<String> sortedEpisodeIds,
            boolean gateOpen,
            List<String> alarmStates) {
        return hash(machineId
                + '\n'
                + timestampMillis
                + '\n'
                + (decision == null ? "" : decision.name().toLowerCase(java.util.Locale.ROOT))
                + '\n'
                + String.join(",", sortedEpisodeIds)
                + '\n'
                + gateOpen
                + '\n'
                + String.join(",", alarmStates));
    }

    /** Id of a text that is only compared with others. */
    static String digest(String content) {
        return hash(content);
    }

    /** The bytes of an id; null if the text is no id. */
    static byte @Nullable [] bytes(String id) {
        if (id.length() != LENGTH) {
            return null;
        }
        byte[] bytes = new byte[BYTES];
        long bits = 0;
        int held = 0;
        int next = 0;
        for (int i = 0; i < LENGTH; i++) {
            int digit = DIGITS.indexOf(id.charAt(i));
            if (digit < 0) {
                return null;
            }
            bits = (bits << 5) | digit;
            held += 5;
            if (held >= 8) {
                held -= 8;
                bytes[next++] = (byte) (bits >>> held);
            }
        }
        return bytes;
    }

    private static String hash(String content) {
        try {
            return text(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The id of bytes. */
    static String text(byte[] digest) {
        StringBuilder id = new StringBuilder(LENGTH);
        long bits = 0;
        int held = 0;
        for (int i = 0; i < BYTES; i++) {
            bits = (bits << 8) | (digest[i] & 0xff);
            held += 8;
            while (held >= 5) {
                held -= 5;
                id.append(DIGITS.charAt((int) ((bits >>> held) & 31)));
            }
        }
        return id.toString();
    }
}
