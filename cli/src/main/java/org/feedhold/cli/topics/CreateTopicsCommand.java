package org.feedhold.cli.topics;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Values;
import org.feedhold.kafka.TopicSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code feedhold topics create}: creates the topics that are missing; changes none that is there. */
@Command(name = "create", description = "Create the topics that are missing. Topics that are there are never changed.")
final class CreateTopicsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private NewTopics newTopics;

    @Override
    public Integer call() throws TopicSetup.TopicSetupException, InterruptedException {
        TopicSetup.Settings settings = Values.accepted(spec, newTopics::settings);
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
