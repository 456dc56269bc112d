package org.feedhold.twin.storage;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes numbers of a machine's state in as few bytes as their values need; {@link CompactInput} reads them. */
public final class CompactOutput {

    private final DataOutput out;

    /** Writes to {@code out}. */
    public CompactOutput(DataOutput out) {
        this.out = out;
    }

    /** A number that is not negative, in seven bits a byte, the lowest first. */
    public void count(long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.writeByte((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    /** A number of either sign that is small in most cases. */
    public void signed(long value) throws IOException {
        count((value << 1) ^ (value >> 63));
    }

    /**
     * A time in milliseconds, as its distance from {@code base}; {@link Long#MIN_VALUE} stands for none in both. They are less
     * than a hundred million years apart.
     */
    public void time(long time, long base) throws IOException {
        if (time == Long.MIN_VALUE) {
            count(0);
        } else {
            long distance = (base == Long.MIN_VALUE ? 0 : base) - time;
            count(((distance << 1) ^ (distance >> 63)) + 1);
        }
    }

    /** Up to eight truths in a byte. */
    public void flags(boolean... flags) throws IOException {
        int bits = 0;
        for (int i = 0; i < flags.length; i++) {
            bits |= flags[i] ? 1 << i : 0;
        }
        out.writeByte(bits);
    }

    /** A number to its last bit; NaN takes no more than its flag, which is the caller's to write. */
    public void number(double value) throws IOException {
        if (!Double.isNaN(value)) {
            out.writeDouble(value);
        }
    }

    /** A number to its last bit; null takes no more than its flag, which is the caller's to write. */
    public void number(@Nullable Double value) throws IOException {
        if (value != null) {
            out.writeDouble(value);
        }
    }

    /** A text of any length, or null. */
    public void text(@Nullable String text) throws IOException {
        if (text == null) {
            count(0);
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            count(bytes.length + 1L);
            out.write(bytes);
        }
    }

    /** A constant of an enumeration, or null. */
    public void choice(@Nullable Enum<?> value) throws IOException {
        out.writeByte(value == null ? 0 : value.ordinal() + 1);
    }

    /** Bytes as they are. */
    public void bytes(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
    }
}
