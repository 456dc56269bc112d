package org.feedhold.kafka;

/** Checks bytes for UTF-8 as RFC 3629 has it; the JSON parser is more lenient, and guesses at other encodings. */
public final class Utf8 {

    private Utf8() {}

    /** Whether the bytes are UTF-8 without a zero byte: shortest forms only, no surrogates, at most U+10FFFF. */
    public static boolean isText(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            int lead = bytes[i];
            if (lead > 0) {
                i++;
                continue;
            }
            int length = sequenceLength(lead & 0xff);
            if (length == 0 || i + length > bytes.length || !isSequence(bytes, i, length)) {
                return false;
            }
            i += length;
        }
        return true;
    }

    private static int sequenceLength(int lead) {
        if (lead >= 0xc2 && lead <= 0xdf) {
            return 2;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            return 3;
        }
        return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    }

    private static boolean isSequence(byte[] bytes, int at, int length) {
        for (int i = at + 1; i < at + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return false;
            }
        }
        int second = bytes[at + 1] & 0xff;
        return switch (bytes[at] & 0xff) {
            case 0xe0 -> second >= 0xa0;
            case 0xed -> second <= 0x9f;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second <= 0x8f;
            default -> true;
        };
    }
}
