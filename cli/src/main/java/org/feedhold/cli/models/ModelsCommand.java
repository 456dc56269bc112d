package org.feedhold.cli.models;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Values;
import org.feedhold.kafka.process.InvalidProcessModelException;
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.twin.process.ProcessModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code feedhold models}: checks, publishes and shows process models. */
@Command(name = "models", description = "Check, publish and show process models.")
public final class ModelsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(
            description =
                    "Check files. Every problem is told with its line and what to do; exit code 1 if there is one.")
    int check(@Parameters(paramLabel = "FILE", arity = "1..*", description = "YAML files.") List<Path> files) {
        List<ProcessModel> models = new ArrayList<>();
        boolean valid = read(files, models);
        for (ProcessModel model : models) {
            out().printf(
                            "%s is valid: %d signals, %d phases, %d rules%n",
                            model.key(),
                            model.signals().size(),
                            model.phases().size(),
                            model.rules().size());
        }
        return valid ? 0 : 1;
    }

    @Command(
            description =
                    "Check files and publish them. A version that is published never changes: a changed file needs a"
                            + " higher version.")
    int publish(
            @Mixin KafkaOptions kafka,
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "YAML files.") List<Path> files)
            throws ExecutionException, InterruptedException {
        List<ProcessModel> models = new ArrayList<>();
        if (!read(files, models)) {
            return 1;
        }
        List<String> written = new ModelPublisher(kafka.clientSettings(), kafka.topics()).publish(models);
        for (ProcessModel model : models) {
            out().println(model.key() + (written.contains(model.key()) ? " published" : " was published already"));
        }
        return 0;
    }

    @Command(description = "List the process models that are shipped.")
    int list() {
        for (ProcessModel model : ShippedProcessModels.all()) {
            out().printf(
                            "%-26s operation %s; phases %s%n",
                            model.key(),
                            model.operation(),
                            String.join(", ", model.phases().keySet()));
        }
        return 0;
    }

    @Command(description = "Print the file of a shipped process model, to start from.")
    int show(@Parameters(paramLabel = "NAME", description = "Name of the model, see 'list'.") String name) {
        out().print(Values.accepted(spec, () -> ShippedProcessModels.yaml(name)));
        return 0;
    }

    /** Reads the valid files; tells the problems of the others. Returns whether all are valid. */
    private boolean read(List<Path> files, List<ProcessModel> models) {
        boolean valid = true;
        for (Path file : files) {
            try {
                models.add(ProcessModelFile.read(file));
            } catch (InvalidProcessModelException e) {
                e.problems().forEach(spec.commandLine().getErr()::println);
                valid = false;
            } catch (NoSuchFileException e) {
                throw new CommandFailure("There is no file " + file + "; check its name.", e);
            } catch (IOException e) {
                throw new CommandFailure("The file " + file + " can't be read: " + e.getMessage() + ".", e);
            }
        }
        return valid;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
