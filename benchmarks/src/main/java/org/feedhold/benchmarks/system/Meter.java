package org.feedhold.benchmarks.system;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Measures this process while it drains the log. */
final class Meter {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";
    private static final double NANOS = 1e9;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    /**
     * Waits for the warm-up and measures what follows, to the log's end.
     *
     * @throws TimeoutException if the system makes no progress for two minutes
     */
    Measurement measure(Drain drain, DrainSettings settings) throws TimeoutException, IOException {
        awaitProcessed(drain, settings.warmUpSamples());
        long from = drain.processed();
        long wall = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        long allocated = allocated();
        awaitProcessed(drain, settings.samples());
        return new Measurement(
                settings.samples() - from,
                (System.nanoTime() - wall) / NANOS,
                (system.getProcessCpuTime() - cpu) / NANOS,
                allocated() - allocated,
                peak());
    }

    private static void awaitProcessed(Drain drain, long wanted) throws TimeoutException {
        long newest = -1;
        long grewAt = System.nanoTime();
        while (true) {
            long processed = drain.processed();
            if (processed >= wanted) {
                return;
            }
            long now = System.nanoTime();
            if (processed > newest) {
                newest = processed;
                grewAt = now;
            } else if (now - grewAt > TimeUnit.MINUTES.toNanos(2)) {
                throw new TimeoutException("no sample in two minutes after " + processed + " of " + wanted
                        + "; read the log of this process for the reason");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Of threads that live; those of a system do until the log's end. */
    private long allocated() {
        long bytes = 0;
        for (long each : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            bytes += Math.max(0, each);
        }
        return bytes;
    }

    private static double peak() throws IOException {
        if (Files.exists(STATUS)) {
            for (String line : Files.readAllLines(STATUS, StandardCharsets.UTF_8)) {
                if (line.startsWith(PEAK)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024.0;
                }
            }
        }
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        return (double) memory.getHeapMemoryUsage().getCommitted()
                + memory.getNonHeapMemoryUsage().getCommitted();
    }
}
