package org.feedhold.cli.deadletters;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.feedhold.cli.Terminal;
import org.jspecify.annotations.Nullable;

/** Bytes that nobody vouches for, as a person can look at them. */
final class LetterText {

    private static final int BYTES_A_LINE = 16;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private LetterText() {}

    /** The text that the bytes are in UTF-8; null if they are none. */
    static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The first characters of a text or, of what is no text, bytes in hexadecimal; in one line. */
    static String line(byte @Nullable [] bytes, int most) {
        if (bytes == null) {
            return "none";
        }
        String text = text(bytes);
        String shown =
                text == null ? HEX.formatHex(bytes, 0, Math.min(bytes.length, most / 3)) : Terminal.printable(text);
        return shown.length() <= most ? shown : shown.substring(0, most) + "…";
    }

    /** At most so many bytes: as text, or as a dump in hexadecimal. */
    static String block(byte[] bytes, int most) {
        byte[] shown = bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
        String text = text(bytes) == null ? null : new String(shown, StandardCharsets.UTF_8);
        String block = text == null ? dump(shown) : lines(text);
        return bytes.length <= most
                ? block
                : block + System.lineSeparator() + "… and " + (bytes.length - most) + " bytes more";
    }

    private static String dump(byte[] bytes) {
        StringBuilder dump = new StringBuilder();
        for (int at = 0; at < bytes.length; at += BYTES_A_LINE) {
            int end = Math.min(bytes.length, at + BYTES_A_LINE);
            StringBuilder characters = new StringBuilder();
            for (int i = at; i < end; i++) {
                characters.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '·');
            }
            dump.append(at == 0 ? "" : System.lineSeparator())
                    .append(String.format("%08x  %-47s  %s", at, HEX.formatHex(bytes, at, end), characters));
        }
        return dump.toString();
    }

    private static String lines(String text) {
        return text.lines().map(Terminal::printable).collect(Collectors.joining(System.lineSeparator()));
    }
}
