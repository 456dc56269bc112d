package org.feedhold.cli.replay;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Values;
import org.feedhold.cli.run.DecisionOptions;
import org.feedhold.cli.watch.TopicReader;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.jobs.replay.Explanation;
import org.feedhold.jobs.replay.Why;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.twin.advisory.Recommendation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code feedhold why}: explains one recommendation from the log alone. */
@Command(
        name = "why",
        description = {
            "Explain a recommendation from the log alone.",
            "The machine's telemetry is judged again, up to the recommendation: every sample that counted, its expected"
                    + " value and limit, the counters, the rule, and why data were trusted or not. Exit code 1 if the"
                    + " recommendation does not come out again."
        })
public final class WhyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private DecisionOptions job;

    @Parameters(paramLabel = "RECOMMENDATION-ID", description = "The id that a recommendation carries.")
    private String id;

    @Option(
            names = "--input-prefix",
            paramLabel = "PREFIX",
            converter = KafkaOptions.TopicsConverter.class,
            description = "Prefix of the telemetry, models and releases, where the recommendation is one of a replay"
                    + " (default: that of --topic-prefix).")
    private @Nullable Topics input;

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            description = "How much telemetry before the recommendation is judged again (default: all that is kept).")
    private @Nullable Duration warmUp;

    @Option(names = "--json", description = "The explanation as one JSON object.")
    private boolean json;

    /** A recommendation, and when it was written. */
    private record Found(Recommendation recommendation, long written) {}

    @Override
    public Integer call() throws Exception {
        MonitoringJobConfig config = Values.accepted(spec, () -> job.config(kafka));
        Found found = find();
        Explanation explanation = Why.explain(
                input == null ? config : config.withTopics(input),
                found.recommendation(),
                found.written(),
                warmUp,
                Runtime.getRuntime().availableProcessors());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.json().writeValueAsString(explanation));
        } else {
            ExplanationText.write(explanation, out);
        }
        return explanation.isConfirmed() ? 0 : 1;
    }

    private Found find() {
        String topic = kafka.topics().name(Topic.RECOMMENDATIONS);
        Found[] found = new Found[1];
        try (TopicReader reader = new TopicReader(kafka.clientSettings(), java.util.List.of(topic), true)) {
            reader.readToEnd(record -> {
                if (found[0] == null) {
                    found[0] = match(record);
                }
            });
        }
        if (found[0] == null) {
            throw new CommandFailure("Topic " + topic + " holds no recommendation " + id
                    + "; see the ids with 'feedhold watch recommendations --from-beginning --json', or check"
                    + " --topic-prefix.");
        }
        return found[0];
    }

    private @Nullable Found match(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return null;
        }
        Recommendation recommendation = MessageCodec.decodeRecommendation(record.value());
        return recommendation.id().equals(id) ? new Found(recommendation, record.timestamp()) : null;
    }
}
