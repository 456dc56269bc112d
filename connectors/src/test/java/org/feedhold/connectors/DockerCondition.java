package org.feedhold.connectors;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Skips tests that need a container where no Docker engine answers, and says so. */
final class DockerCondition implements ExecutionCondition {

    private static final String HOME = System.getProperty("user.home");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        // Asking for an engine where there is none takes seconds.
        if (!isAnEngineLikely()) {
            return skipped(
                    context,
                    "there is no sign of a Docker engine here, neither DOCKER_HOST nor a socket nor a Docker folder");
        }
        return DockerClientFactory.instance().isDockerAvailable()
                ? ConditionEvaluationResult.enabled("a Docker engine answers")
                : skipped(context, "no Docker engine answers; start one, or see to DOCKER_HOST");
    }

    /** Maven prints how many tests were skipped, and not why. */
    private static ConditionEvaluationResult skipped(ExtensionContext context, String why) {
        String text = "SKIPPED: " + context.getDisplayName() + ": " + why
                + "; the same tests run against the embedded broker";
        System.out.println(text);
        return ConditionEvaluationResult.disabled(text);
    }

    private static boolean isAnEngineLikely() {
        return System.getenv("DOCKER_HOST") != null
                || Stream.of(
                                Path.of("/var/run/docker.sock"),
                                Path.of(HOME, ".docker"),
                                Path.of(HOME, ".testcontainers.properties"))
                        .anyMatch(Files::exists);
    }
}
