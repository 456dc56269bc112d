package org.feedhold.cli.bench;

/** How fast a count grows that grows in leaps, with each checkpoint: between its first and its last leap. */
final class SecuredPace {

    private long last = -1;
    private double firstSeconds = Double.NaN;
    private long first;
    private double lastSeconds = Double.NaN;

    /** Looks how high the count is at a time. */
    void look(double seconds, long count) {
        if (last >= 0 && count > last) {
            if (Double.isNaN(firstSeconds)) {
                firstSeconds = seconds;
                first = count;
            }
            lastSeconds = seconds;
        }
        last = count;
    }

    /** Growth for each second; 0 if there were no two leaps. */
    double perSecond() {
        return lastSeconds > firstSeconds ? (last - first) / (lastSeconds - firstSeconds) : 0;
    }
}
