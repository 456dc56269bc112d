package org.feedhold.benchmarks.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.feedhold.benchmarks.process.ClassPath;
import org.feedhold.benchmarks.process.JavaProcess;
import org.feedhold.benchmarks.process.WorkFolder;

/** One run of a system over the whole log, in a process of its own. */
public final class SystemRun {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofHours(1);

    private SystemRun() {}

    /**
     * Has a system drain the log.
     *
     * @param run folder for settings, result and log of the process; exists. The folder of the settings is deleted at the end
     * @param heap of the process, as the virtual machine takes it, such as {@code 1500m}
     * @throws IOException if the process fails, or does not end within an hour; the message holds what it printed last
     */
    public static Measurement measure(BenchmarkedSystem system, DrainSettings settings, Path run, String heap)
            throws IOException, InterruptedException {
        String name = settings.run();
        Path asked = run.resolve(name + "-settings.json");
        Path answer = run.resolve(name + ".json");
        JSON.writeValue(asked.toFile(), settings);
        try (JavaProcess process = JavaProcess.start(
                name,
                run,
                system.classPath(ClassPath.own()),
                List.of("-Xmx" + heap, "-XX:+UseG1GC"),
                SystemProcess.class,
                List.of(system.systemName(), asked.toString(), answer.toString()))) {
            process.awaitEnd(PATIENCE);
        } finally {
            WorkFolder.delete(Path.of(settings.folder()));
        }
        return JSON.readValue(answer.toFile(), Measurement.class);
    }
}
