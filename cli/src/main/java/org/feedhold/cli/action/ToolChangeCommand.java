package org.feedhold.cli.action;

import java.time.Instant;
import java.util.concurrent.Callable;
import org.feedhold.cli.TimeConverter;
import org.feedhold.twin.action.ActionKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code feedhold tool-change}: another tool is in a machine. */
@Command(
        name = "tool-change",
        description = {
            "Say that a machine has another tool, and wait for the job's answer.",
            "Wear and the baselines that belong to the tool start anew before the first sample that is not older than --at;"
                    + " nothing that was judged before changes."
        })
public final class ToolChangeCommand implements Callable<Integer> {

    @Mixin
    private ActionSender sender;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "When it was changed, a time like 2026-07-06T15:00:00Z (default: now).")
    private @Nullable Instant at;

    @Override
    public Integer call() throws Exception {
        sender.send(ActionKind.TOOL_CHANGE, null, null, at);
        return 0;
    }
}
