package org.feedhold.cli.topics;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.kafka.TopicSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code feedhold topics create}: creates the topics that are missing; changes none that is there. */
@Command(name = "create", description = "Create the topics that are missing. Topics that are there are never changed.")
final class CreateTopicsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "6",
            description = "Partitions of each partitioned topic, 1 to 10000 (default: ${DEFAULT-VALUE}). It can't be"
                    + " changed later without losing the order of a machine's records.")
    private int partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Copies of each partition; -1 for the brokers' own default (default: ${DEFAULT-VALUE}).")
    private short replicationFactor;

    @Override
    public Integer call() throws TopicSetup.TopicSetupException, InterruptedException {
        TopicSetup.Settings settings = new TopicSetup.Settings(partitions, replicationFactor, Duration.ofSeconds(60));
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = Admin.create(kafka.clientSettings())) {
            TopicSetup.Outcome outcome = new TopicSetup(admin, kafka.topics(), settings).createMissing();
            outcome.created().forEach(topic -> out.println("created  " + topic));
            outcome.existing().forEach(topic -> out.println("present  " + topic));
            outcome.differences().forEach(difference -> out.println("differs  " + difference));
        }
        return 0;
    }
}
