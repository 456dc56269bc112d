package org.feedhold.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.feedhold.kafka.Secrets;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells every error in one line: exit code 2 for a command that was called wrongly, 1 for one that failed. */
final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final BooleanSupplier verbose;

    OneLineErrors(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        command.getErr()
                .println("feedhold: " + line(e.getMessage() + suggestion(e)) + " (see "
                        + command.getCommandSpec().qualifiedName() + " --help)");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println("feedhold: " + line(explain(e)));
        if (verbose.getAsBoolean()) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            err.print(Secrets.redacted(trace.toString()));
            err.flush();
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String explain(Exception e) {
        if (e.getMessage() != null && isWrittenForTheUser(e)) {
            return e.getMessage();
        }
        Throwable root = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            root = cause;
            if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
                return "Kafka refused: " + cause.getMessage() + "; check the user and its rights.";
            }
            if (cause instanceof TimeoutException) {
                return "Kafka did not answer (" + cause.getMessage()
                        + "); check that it runs, that --bootstrap-servers names it, and that --kafka-config says how"
                        + " it is secured.";
            }
        }
        String message = root.getMessage();
        if (message != null && isWrittenForTheUser(root)) {
            return message;
        }
        return (message == null
                        ? root.getClass().getSimpleName()
                        : root.getClass().getSimpleName() + ": " + message)
                + " (use --verbose to see where it happened)";
    }

    private static boolean isWrittenForTheUser(Throwable e) {
        return e instanceof IllegalArgumentException || e.getClass().getName().startsWith("org.feedhold.");
    }

    private static String suggestion(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                return "; did you mean " + String.join(" or ", suggestions) + "?";
            }
        }
        return "";
    }

    private static String line(String message) {
        return Secrets.redacted(message.replaceAll("\\s*\\R\\s*", " ").strip());
    }
}
