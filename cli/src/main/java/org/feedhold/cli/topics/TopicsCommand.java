package org.feedhold.cli.topics;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.kafka.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code feedhold topics}: lists Feedhold's topics, and whether this Kafka has them. */
@Command(
        name = "topics",
        description = "List Feedhold's topics, and whether this Kafka has them.",
        subcommands = CreateTopicsCommand.class)
public final class TopicsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Override
    public Integer call() throws ExecutionException, InterruptedException {
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
        return 0;
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
