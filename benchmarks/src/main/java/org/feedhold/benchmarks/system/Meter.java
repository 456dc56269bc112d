package org.feedhold.benchmarks.system;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Measures this process while it drains the log. */
final class Meter {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final Pattern COMPILER = Pattern.compile("\\(C[12] Compiler");
    /** {@code USER_HZ}, the same on every Linux. */
    private static final double TICKS_PER_SECOND = 100;

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
        double compiler = compilerSeconds();
        long allocated = allocated();
        awaitProcessed(drain, settings.samples());
        return new Measurement(
                settings.samples() - from,
                (System.nanoTime() - wall) / NANOS,
                (system.getProcessCpuTime() - cpu) / NANOS,
                compilerSeconds() - compiler,
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
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
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

    /** Processor time of the threads of the just-in-time compiler, which Java itself does not tell; they have names. */
    private static double compilerSeconds() throws IOException {
        if (!Files.isDirectory(TASKS)) {
            return 0;
        }
        long ticks = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                ticks += compilerTicks(task);
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static long compilerTicks(Path task) throws IOException {
        String stat;
        try {
            stat = Files.readString(task.resolve("stat"), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            // The thread has ended meanwhile.
            return 0;
        }
        if (!COMPILER.matcher(stat).find()) {
            return 0;
        }
        // proc(5): user and system time are fields 14 and 15; the third follows the name in brackets.
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        return Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
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
