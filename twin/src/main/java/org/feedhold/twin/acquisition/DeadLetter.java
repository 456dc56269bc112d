package org.feedhold.twin.acquisition;

import org.jspecify.annotations.Nullable;

/**
 * Input that could not be used, whole, with the reason.
 *
 * @param key key as received, byte for byte; null if there was none
 * @param value value as received, byte for byte; null if there was none
 * @param reason machine-readable reason, for example {@code malformed_json}
 * @param detail what was wrong, where, and what to do, in one sentence
 * @param sourceTopic topic it came from, with its prefix
 * @param sourcePartition partition it came from
 * @param sourceOffset offset it came from
 */
public record DeadLetter(
        byte @Nullable [] key,
        byte @Nullable [] value,
        String reason,
        String detail,
        String sourceTopic,
        int sourcePartition,
        long sourceOffset) {}
