package org.feedhold.twin.acquisition;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Writes a number in as few bytes as its distance from zero needs: seven bits a byte, the sign in the lowest bit. */
final class CompactLong {

    private CompactLong() {}

    static void write(DataOutput out, long value) throws IOException {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7fL) != 0) {
            out.writeByte((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    static long read(DataInput in) throws IOException {
        long rest = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.readByte();
            rest |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        return rest >>> 1 ^ -(rest & 1);
    }
}
