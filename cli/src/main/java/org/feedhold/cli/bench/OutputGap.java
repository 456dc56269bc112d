package org.feedhold.cli.bench;

/**
 * When an output goes on after a failure. Processes that are still there go on for a moment, too: so it is the end of the
 * longest time without output that counts, not the first output. Times are in milliseconds.
 */
final class OutputGap {

    private final long begin;
    private long records;
    private long grewAt;
    private long longest;
    private long end;

    OutputGap(long begin, long records) {
        this.begin = begin;
        this.records = records;
        this.grewAt = begin;
        this.end = begin;
    }

    /** Looks how many records there are at a time. */
    void look(long now, long present) {
        if (present > records) {
            if (now - grewAt > longest) {
                longest = now - grewAt;
                end = now;
            }
            records = present;
            grewAt = now;
        }
    }

    /** Time from the beginning to the end of the longest gap. */
    long firstOutputMillis() {
        return end - begin;
    }
}
