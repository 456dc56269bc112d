package org.feedhold.twin.storage;

import java.io.DataInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what {@link CompactOutput} wrote. */
public final class CompactInput {

    private static final int LONGEST_COUNT = 63;

    private final DataInput in;

    /** Reads from {@code in}. */
    public CompactInput(DataInput in) {
        this.in = in;
    }

    /** A number that is not negative. */
    public long count() throws IOException {
        long value = 0;
        for (int shift = 0; shift <= LONGEST_COUNT; shift += 7) {
            int next = in.readByte();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("a number in a machine's state does not end: the state is damaged");
    }

    /** The number of elements that follow; each takes at least one byte. */
    public int size(int most) throws IOException {
        long size = count();
        if (size < 0 || size > most) {
            throw new IOException(
                    "a machine's state claims " + size + " elements, at most " + most + " fit: the state is damaged");
        }
        return (int) size;
    }

    /** A number of either sign. */
    public long signed() throws IOException {
        long value = count();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A time in milliseconds, or {@link Long#MIN_VALUE} for none. */
    public long time(long base) throws IOException {
        long written = count();
        if (written == 0) {
            return Long.MIN_VALUE;
        }
        long distance = written - 1;
        return (base == Long.MIN_VALUE ? 0 : base) - ((distance >>> 1) ^ -(distance & 1));
    }

    /** Eight truths, the first in the lowest bit. */
    public int flags() throws IOException {
        return in.readUnsignedByte();
    }

    /** One of them. */
    public static boolean isSet(int flags, int bit) {
        return (flags >> bit & 1) != 0;
    }

    /** A number if there is one, else NaN. */
    public double number(boolean present) throws IOException {
        return present ? in.readDouble() : Double.NaN;
    }

    /** A number if there is one, else null. */
    public @Nullable Double nullable(boolean present) throws IOException {
        return present ? (Double) in.readDouble() : null;
    }

    /** A text, or null. */
    public @Nullable String text() throws IOException {
        long length = count();
        return length == 0 ? null : new String(bytes((int) length - 1), StandardCharsets.UTF_8);
    }

    /** One of the constants, or null. */
    public <E extends Enum<E>> @Nullable E choice(E[] constants) throws IOException {
        int choice = in.readUnsignedByte();
        if (choice > constants.length) {
            throw new IOException("a machine's state names constant " + (choice - 1) + " of "
                    + constants.getClass().getComponentType().getSimpleName()
                    + ", which this build does not know: restore it with the build that wrote it");
        }
        return choice == 0 ? null : constants[choice - 1];
    }

    /** Bytes as they are. */
    public byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
