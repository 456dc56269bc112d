package org.feedhold.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PidFileTest {

    @TempDir
    private Path folder;

    private Path file;
    private PidFile pid;

    @BeforeEach
    void setUp() {
        file = folder.resolve("kafka.pid");
        pid = new PidFile(file);
    }

    @Test
    void findsTheProcessThatRuns() throws Exception {
        pid.write(ProcessHandle.current());

        assertThat(pid.running()).contains(ProcessHandle.current());
    }

    @Test
    void takesNoOtherProcessThatHasGotTheSameIdForTheOneThatDied() throws Exception {
        Files.writeString(file, ProcessHandle.current().pid() + " 2020-01-01T00:00:00Z");

        assertThat(pid.running()).isEmpty();
    }

    @Test
    void findsNothingInAFileThatIsMissingOrWasCutOff() throws Exception {
        assertThat(pid.running()).isEmpty();

        Files.writeString(file, "");
        assertThat(pid.running()).isEmpty();

        Files.writeString(file, Long.toString(ProcessHandle.current().pid()));
        assertThat(pid.running()).isEmpty();
    }
}
