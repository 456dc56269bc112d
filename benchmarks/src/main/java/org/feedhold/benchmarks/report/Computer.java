package org.feedhold.benchmarks.report;

/** What figures were measured on. */
public final class Computer {

    private Computer() {}

    /** Java, processors and operating system, in words without a full stop. */
    public static String description() {
        return "Java " + Runtime.version() + " on " + Runtime.getRuntime().availableProcessors() + " processors, "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }
}
