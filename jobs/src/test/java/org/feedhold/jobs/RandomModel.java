package org.feedhold.jobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.twin.process.ProcessModel;

/**
 * A process model made up at random, as somebody could write it, and machines that run it: every feature, both sides of
 * every limit, any delays, signals that are required or not, sources that report each sample or on change.
 */
final class RandomModel {

    private static final List<String> PHASES = List.of("load", "work", "measure");
    private static final double MIDDLE = 50;

    private final ProcessModel model;
    private final boolean onChange;
    private final List<String> signals = new ArrayList<>();

    /** Makes up the model of that number. */
    RandomModel(int number, SplittableRandom random) {
        onChange = random.nextInt(3) == 0;
        int count = random.nextInt(2, 6);
        for (int s = 0; s < count; s++) {
            signals.add("signal_" + s);
        }
        model = ProcessModelFile.parse(yaml(number, random), "random-" + number + ".yaml");
    }

    ProcessModel model() {
        return model;
    }

    /** One run of a machine, without anything wrong but what the process itself does. */
    List<Map<String, Object>> run(int samples, SplittableRandom random) {
        double[] values = new double[signals.size()];
        double[] levels = new double[signals.size()];
        java.util.Arrays.fill(levels, MIDDLE);
        List<Map<String, Object>> run = new ArrayList<>();
        int phase = 0;
        for (int n = 0; n < samples; n++) {
            if (random.nextInt(25) == 0) {
                phase = (phase + 1) % PHASES.size();
            }
            Map<String, Object> sample = new LinkedHashMap<>();
            sample.put("sequence", n + 1);
            sample.put("operation", model.operation());
            sample.put("process_phase", PHASES.get(phase));
            sample.put("part_id", "PART-" + n / 60);
            for (int s = 0; s < values.length; s++) {
                if (random.nextInt(20) == 0) {
                    levels[s] = random.nextBoolean() ? MIDDLE : random.nextDouble(2, 98);
                }
                values[s] = Math.round(100 * (levels[s] + random.nextDouble(-2, 2))) / 100.0;
                if (!onChange || n == 0 || random.nextInt(3) > 0) {
                    sample.put(signals.get(s), values[s]);
                }
            }
            run.add(sample);
        }
        return run;
    }

    private String yaml(int number, SplittableRandom random) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("schema: feedhold.process_model/v1\nname: random_")
                .append(number)
                .append("\nversion: 1\n");
        yaml.append("effective_from: 2020-01-01T00:00:00Z\napplies_to: {operation: random_")
                .append(number)
                .append("}\nreporting: {mode: ")
                .append(onChange ? "on_change" : "sample")
                .append(", interval: 1s}\nsilence_after: 10s\nsignals:\n");
        for (int s = 0; s < signals.size(); s++) {
            yaml.append("  %s: {unit: u, range: [0, 100], required: %s, zero_valid: %s%s%s}\n"
                    .formatted(
                            signals.get(s),
                            s == 0 || random.nextBoolean(),
                            random.nextBoolean(),
                            random.nextBoolean() ? ", max_step: 60" : "",
                            random.nextBoolean() && !onChange ? ", stuck_after: 3s" : ""));
        }
        yaml.append("phases:\n");
        for (String phase : PHASES) {
            yaml.append("  ").append(phase).append(":\n    expected:\n");
            for (String signal : signals) {
                yaml.append("      %s: {value: %d%s}\n"
                        .formatted(signal, random.nextInt(40, 61), random.nextBoolean() ? ", time_constant: 5s" : ""));
            }
        }
        yaml.append("rules:\n  sensor_dropout: {feature: quality, decision: do_not_proceed, off_delay: ")
                .append(random.nextInt(0, 8))
                .append("s, required_check: Verify the sensor and its cable.")
                .append(delays(random))
                .append("}\n");
        int rules = random.nextInt(2, 8);
        for (int r = 0; r < rules; r++) {
            yaml.append(rule(r, random));
        }
        return yaml.toString();
    }

    private String rule(int r, SplittableRandom random) {
        String feature = List.of("level", "residual", "ratio", "ripple").get(random.nextInt(4));
        StringBuilder rule = new StringBuilder("  rule_%d: {signal: %s, feature: %s, off_delay: %ds, deadband: %d%%"
                .formatted(
                        r,
                        signals.get(random.nextInt(signals.size())),
                        feature,
                        random.nextInt(0, 8),
                        random.nextInt(0, 20)));
        rule.append(delays(random));
        boolean both = random.nextBoolean();
        rule.append(
                switch (feature) {
                    case "level" -> ", limits: {low_low: 10, low: 25, high: 75, high_high: 90}";
                    case "residual" -> ", limits: {low_low: -35, low: -20, high: 20, high_high: 35}";
                    case "ratio" -> ", limits: {low_low: 0.3, low: 0.6, high: 1.4, high_high: 1.7}";
                    default -> ", ripple_window: 5, limits: {low_low: 0.1, low: 0.3, high: 6, high_high: 20}";
                });
        rule.append(both ? decisions("low", random) : ", low: watch, low_low: watch");
        rule.append(decisions("high", random));
        if (feature.equals("residual") && random.nextBoolean()) {
            rule.append(", z_score: {high: 2, hits: 3, of: 4, window: 16, minimum: 8, floor: 1}");
        }
        if (random.nextBoolean()) {
            rule.append(", requires_check: true");
        }
        if (r > 0 && random.nextInt(3) == 0) {
            rule.append(", consequence_of: [rule_").append(random.nextInt(r)).append(']');
        }
        if (random.nextInt(4) == 0) {
            rule.append(", phases: [")
                    .append(PHASES.get(random.nextInt(PHASES.size())))
                    .append(']');
        }
        return rule.append(", action: Keep part %d aside., parameter_change: Reduce the feed by %d percent."
                        .formatted(r, r))
                .append(", required_check: Look at fixture %d.}\n".formatted(r))
                .toString();
    }

    private static String delays(SplittableRandom random) {
        int of = random.nextInt(1, 6);
        return ", hits: %d, of: %d, at_least: %dms"
                .formatted(random.nextInt(1, of + 1), of, random.nextInt(0, 4) * 1000);
    }

    private static String decisions(String side, SplittableRandom random) {
        List<String> words = List.of("watch", "schedule_intervention", "human_review", "do_not_proceed");
        int weak = random.nextInt(words.size());
        int strong = random.nextInt(weak, words.size());
        return ", %s: %s, %s_%s: %s".formatted(side, words.get(weak), side, side, words.get(strong));
    }
}
