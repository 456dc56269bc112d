package org.feedhold.cli.action;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.feedhold.cli.Values;
import org.feedhold.twin.action.ActionKind;
import org.feedhold.twin.action.CheckResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code feedhold check}: the check that an episode asked for is done. */
@Command(
        name = "check",
        description = {
            "Say that the check which an episode asked for is done, and wait for the job's answer.",
            "Open checks, with their episodes, are in each recommendation: 'feedhold watch recommendations'."
        })
public final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ActionSender sender;

    @Parameters(paramLabel = "EPISODE-ID", description = "Episode that left the open check.")
    private String episodeId;

    @Option(
            names = "--result",
            paramLabel = "RESULT",
            required = true,
            description = "ok, corrected, part_rejected or escalated.")
    private String result;

    @Override
    public Integer call() throws Exception {
        sender.send(ActionKind.CHECK_COMPLETED, episodeId, Values.accepted(spec, this::result), null);
        return 0;
    }

    private CheckResult result() {
        for (CheckResult each : CheckResult.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(result)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "'" + result + "' is no result of a check; write ok, corrected, part_rejected or escalated");
    }
}
