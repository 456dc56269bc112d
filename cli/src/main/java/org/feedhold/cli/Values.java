package org.feedhold.cli;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Values of options that only the module that takes them can judge. */
public final class Values {

    private Values() {}

    /**
     * The value that the supplier builds from options.
     *
     * @throws ParameterException if the supplier refuses them with an {@link IllegalArgumentException}: the command was
     *     called wrongly
     */
    public static <T> T accepted(CommandSpec spec, Supplier<T> fromOptions) {
        try {
            return fromOptions.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
