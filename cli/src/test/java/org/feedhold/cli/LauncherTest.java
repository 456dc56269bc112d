package org.feedhold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, unpacked from the distribution, with a Java that only tells its version and its arguments. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    @TempDir
    private Path folder;

    @Test
    void startsTheCommandWithTheOptionsOfTheDistribution() throws Exception {
        Result result = launch("17.0.15", "watch", "two words");

        assertThat(result.status()).isZero();
        assertThat(result.output())
                .contains("@" + folder.toRealPath() + "/lib/jvm.options")
                .endsWith("org.feedhold.cli.Feedhold\nwatch\ntwo words\n")
                .doesNotContain("demo.options");
    }

    @Test
    void boundsTheMemoryOfTheDemo() throws Exception {
        assertThat(launch("21", "demo").output())
                .contains("@" + folder.toRealPath() + "/lib/demo.options")
                .endsWith("\ndemo\n");
    }

    @Test
    void refusesAnotherJavaInOneLine() throws Exception {
        Result result = launch("11.0.2", "demo");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output())
                .isEqualTo("feedhold: Java 17 or 21 is needed, but " + folder
                        + "/java-home/bin/java is Java 11; set JAVA_HOME to one of them.\n");
    }

    @Test
    void refusesAJavaHomeWithoutJavaInOneLine() throws Exception {
        Files.createDirectories(folder.resolve("java-home"));

        Result result = run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).startsWith("feedhold: JAVA_HOME is ").hasLineCount(1);
    }

    private record Result(int status, String output) {}

    private Result launch(String javaVersion, String... arguments) throws Exception {
        Path java = folder.resolve("java-home/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-04-15' >&2; else printf '%%s\\n' "$@"; fi
                """.formatted(javaVersion));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return run(arguments);
    }

    private Result run(String... arguments) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("lib"));
        Files.writeString(folder.resolve("lib/jvm.options"), "");
        Path launcher = Files.copy(Path.of("../feedhold"), folder.resolve("feedhold"));
        String[] command = new String[arguments.length + 2];
        command[0] = "/bin/sh";
        command[1] = launcher.toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("java-home").toString());
        builder.environment().remove("FEEDHOLD_JAVA_OPTIONS");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }
}
