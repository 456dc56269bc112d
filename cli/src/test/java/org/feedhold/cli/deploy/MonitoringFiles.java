package org.feedhold.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The alert rules for Prometheus and the dashboard for Grafana, and which metrics they read. */
public final class MonitoringFiles {

    private static final Path DEPLOY = Path.of("../deploy");
    private static final Pattern METRIC = Pattern.compile("\\b(flink_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)=~?\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");

    private MonitoringFiles() {}

    /** The rules, each as in the file. */
    static List<JsonNode> alerts() throws IOException {
        Object read = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(DEPLOY.resolve("prometheus/alerts.yaml")));
        List<JsonNode> alerts = new ArrayList<>();
        new ObjectMapper().<JsonNode>valueToTree(read).findValues("rules").forEach(rules -> rules.forEach(alerts::add));
        return alerts;
    }

    /**
     * The metrics that an alert or a panel reads and that are not there.
     *
     * @param scraped what the job shows, as Prometheus gets it
     * @return each metric with what is asked of its labels; empty if all are there
     */
    public static Set<String> missing(String scraped) throws IOException {
        List<String> samples =
                scraped.lines().filter(line -> line.startsWith("flink_")).toList();
        Set<String> missing = new TreeSet<>();
        for (String expression : expressions()) {
            List<String> labels = new ArrayList<>();
            Matcher grouping = GROUPING.matcher(expression);
            while (grouping.find()) {
                for (String label : grouping.group(1).split(", *")) {
                    labels.add(label + "=\"");
                }
            }
            Matcher metric = METRIC.matcher(expression);
            while (metric.find()) {
                List<String> asked = new ArrayList<>(labels);
                Matcher matcher = MATCHER.matcher(metric.group(2) == null ? "" : metric.group(2));
                while (matcher.find()) {
                    String value = matcher.group(2);
                    asked.add(matcher.group(1) + "=\"" + (value.startsWith("$") ? "" : value + '"'));
                }
                String name = metric.group(1) + '{';
                if (samples.stream()
                        .noneMatch(sample ->
                                sample.startsWith(name) && asked.stream().allMatch(sample::contains))) {
                    missing.add(metric.group(1) + ' ' + asked);
                }
            }
        }
        return missing;
    }

    private static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (JsonNode alert : alerts()) {
            expressions.add(alert.path("expr").asText());
        }
        JsonNode dashboard = new ObjectMapper()
                .readTree(DEPLOY.resolve("grafana/feedhold.json").toFile());
        expressions.addAll(dashboard.findValuesAsText("expr"));
        expressions.add(dashboard.at("/templating/list/1/query/query").asText());
        return expressions;
    }
}
