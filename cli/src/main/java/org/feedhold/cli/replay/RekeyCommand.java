package org.feedhold.cli.replay;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.jobs.replay.Rekeying;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code feedhold rekey}: a telemetry log in the order of its arrival, each record under its machine's id. */
@Command(
        name = "rekey",
        description = {
            "Write a telemetry log anew, each record under its machine's id and in the order of arrival, into other topics.",
            "For logs whose producers did not key by machine_id: what they hold of one machine lies in several"
                    + " partitions, and its order with it. The results of 'feedhold replay' on what this writes are the same"
                    + " each time. Process models and releases come too."
        })
public final class RekeyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--to-prefix",
            paramLabel = "PREFIX",
            required = true,
            converter = KafkaOptions.TopicsConverter.class,
            description = "What the names of the topics begin with that are written; missing ones are created.")
    private Topics to;

    @Option(names = "--json", description = "The summary as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Rekeying.Result result = Rekeying.of(kafka.clientSettings(), kafka.topics(), to);
        if (json) {
            spec.commandLine().getOut().println(Json.json().writeValueAsString(result));
            return 0;
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%,d records of %,d machines were written to the topics with the prefix %s%n"
                                + "%,d of them had another key than their machine's id; of %,d no machine could be told,"
                                + " they keep their key.%n",
                        result.records(),
                        result.machines(),
                        to.prefix(),
                        result.unkeyed(),
                        result.unreadable());
        return 0;
    }
}
