package org.feedhold.cli.topics;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Values;
import org.feedhold.cli.run.GroupOption;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.TopicScript;
import org.feedhold.kafka.TopicSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code feedhold topics}: lists Feedhold's topics, and whether this Kafka has them; or prints what creates them. */
@Command(
        name = "topics",
        description =
                "List Feedhold's topics, and whether this Kafka has them; or, with --print, print what creates them"
                        + " or gives the job its rights, for those who administer Kafka.",
        subcommands = CreateTopicsCommand.class)
public final class TopicsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--print", description = "Print lines in --format, and ask no Kafka.")
    private boolean print;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "kafka-topics",
            description =
                    "kafka-topics (lines of kafka-topics.sh), strimzi (KafkaTopic for the Strimzi operator) or acls"
                            + " (lines of kafka-acls.sh, the job's rights and no more) (default: ${DEFAULT-VALUE}).")
    private String format;

    @Mixin
    private NewTopics newTopics;

    @Option(
            names = "--strimzi-cluster",
            paramLabel = "NAME",
            defaultValue = "kafka",
            description = "Name of Strimzi's Kafka that the topics belong to (default: ${DEFAULT-VALUE}).")
    private String strimziCluster;

    @Option(
            names = "--principal",
            paramLabel = "PRINCIPAL",
            defaultValue = "User:feedhold",
            description = "Who the job logs in as, for its rights (default: ${DEFAULT-VALUE}).")
    private String principal;

    @Mixin
    private GroupOption group;

    @Override
    public Integer call() throws ExecutionException, InterruptedException {
        if (print) {
            lines().forEach(spec.commandLine().getOut()::println);
        } else {
            list();
        }
        return 0;
    }

    private List<String> lines() {
        TopicSetup.Settings settings = Values.accepted(spec, newTopics::settings);
        return switch (format) {
            case "kafka-topics" -> TopicScript.kafkaTopics(kafka.bootstrapServers(), kafka.topics(), settings);
            case "strimzi" -> TopicScript.strimzi(strimziCluster, kafka.topics(), settings);
            case "acls" -> TopicScript.acls(kafka.bootstrapServers(), principal, kafka.topics(), group.id());
            default ->
                throw new ParameterException(
                        spec.commandLine(), "--format is " + format + ": use kafka-topics, strimzi or acls");
        };
    }

    private void list() throws ExecutionException, InterruptedException {
        Set<String> present;
        try (Admin admin = Admin.create(kafka.clientSettings())) {
            present = admin.listTopics().names().get();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-7s  %-9s  %-36s  %s%n", "", "direction", "topic", "key; kept");
        for (Topic topic : Topic.values()) {
            String name = kafka.topics().name(topic);
            out.printf(
                    "%-7s  %-9s  %-36s  %s; %s%n",
                    present.contains(name) ? "present" : "MISSING",
                    topic.direction().name().toLowerCase(Locale.ROOT),
                    name,
                    topic.key(),
                    kept(topic));
        }
    }

    private static String kept(Topic topic) {
        if (topic.cleanup() == Topic.Cleanup.COMPACT) {
            return "the newest of each key";
        }
        return topic.retentionMillis() == Topic.FOR_EVER_MILLIS
                ? "for ever"
                : topic.retentionMillis() / 86_400_000 + " days";
    }
}
