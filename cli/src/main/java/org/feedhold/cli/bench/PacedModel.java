package org.feedhold.cli.bench;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.jspecify.annotations.Nullable;

/**
 * The shipped process model of the simulated machines for another pace: a machine that reports less often than the shipped
 * one waits for it would be silent again and again.
 */
final class PacedModel {

    private static final String NAME = "adaptive_cnc_milling";
    private static final int SILENT_AFTER_INTERVALS = 5;
    private static final Pattern VERSION = Pattern.compile("(?m)^version: (\\d+)");
    private static final Pattern INTERVAL = Pattern.compile("(?m)^(reporting: \\{mode: sample, interval: )[^}]+");
    private static final Pattern SILENCE = Pattern.compile("(?m)^silence_after: \\S+");

    private PacedModel() {}

    /** The next version of the shipped model, as YAML; null where the shipped one does. */
    static @Nullable String yaml(Duration interval) {
        long silenceAfterMillis = SILENT_AFTER_INTERVALS * interval.toMillis();
        if (silenceAfterMillis <= ShippedProcessModels.load(NAME).silenceAfterMillis()) {
            return null;
        }
        String shipped = ShippedProcessModels.yaml(NAME);
        Matcher version = VERSION.matcher(shipped);
        if (!version.find()) {
            throw new IllegalStateException("the shipped process model " + NAME + " has no version");
        }
        int next = Integer.parseInt(version.group(1)) + 1;
        String paced = version.replaceFirst("version: " + next);
        paced = INTERVAL.matcher(paced).replaceFirst("$1" + interval.toMillis() + "ms");
        paced = SILENCE.matcher(paced).replaceFirst("silence_after: " + silenceAfterMillis + "ms");
        ProcessModelFile.parse(paced, NAME + ".yaml");
        return paced;
    }
}
