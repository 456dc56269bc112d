package org.feedhold.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Values of options that the command line does not give: those of the environment ({@code FEEDHOLD_TOPIC_PREFIX} for
 * {@code --topic-prefix}), then those of the file that {@code --config} names ({@code topic-prefix=…}). What is no option of
 * any command is refused.
 */
final class Defaults implements IDefaultValueProvider {

    private static final String PREFIX = "FEEDHOLD_";
    private static final String CONFIG = "config";

    /** For the launcher. */
    private static final String JAVA_OPTIONS = PREFIX + "JAVA_OPTIONS";

    /** What Kubernetes sets for a service that is named feedhold. */
    private static final Pattern KUBERNETES = Pattern.compile(
            "FEEDHOLD_(.+_)?(SERVICE_(HOST|PORT(_.+)?)|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    private final Map<String, String> environment = new TreeMap<>();
    private final Supplier<@Nullable Path> option;
    private @Nullable Path readFrom;
    private Map<String, String> fromFile = Map.of();

    /**
     * @param environment variables, of which only those count whose names begin with {@code FEEDHOLD_}
     * @param option what {@code --config} says, asked once the command line has been read
     */
    Defaults(Map<String, String> environment, Supplier<@Nullable Path> option) {
        this.option = option;
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !name.equals(JAVA_OPTIONS)) {
                this.environment.put(name, value);
            }
        });
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        String name = name(option);
        if (name.equals(CONFIG)) {
            return null;
        }
        String value = environment.get(variable(name));
        return value != null ? value : fromFile(option.command().commandLine()).get(name);
    }

    /**
     * Refuses what is no option of any command.
     *
     * @throws ParameterException naming it
     */
    void check(CommandLine command) {
        Set<String> known = names(root(command));
        for (String variable : environment.keySet()) {
            if (known.stream().noneMatch(name -> variable(name).equals(variable))
                    && !KUBERNETES.matcher(variable).matches()) {
                throw new ParameterException(
                        command,
                        "the environment sets " + variable + ", which is no option of any command; correct its name, or"
                                + " unset it");
            }
        }
        for (String key : fromFile(command).keySet()) {
            if (!known.contains(key)) {
                throw new ParameterException(
                        command,
                        file() + " sets '" + key
                                + "', which is no option of any command; write an option's name without"
                                + " its dashes, like topic-prefix=plant7.");
            }
        }
    }

    /** Asked for the first time before {@code --config} has been read, so a file counts from when it is named. */
    private Map<String, String> fromFile(CommandLine command) {
        Path file = file();
        if (file != null && !file.equals(readFrom)) {
            fromFile = read(file, command);
            readFrom = file;
        }
        return fromFile;
    }

    private @Nullable Path file() {
        Path named = option.get();
        String variable = environment.get(variable(CONFIG));
        return named == null && variable != null ? Path.of(variable) : named;
    }

    private static Map<String, String> read(Path file, CommandLine command) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(
                    command,
                    "the file " + file + " of --config can't be read ("
                            + e.getClass().getSimpleName() + "); it has to be Java properties in UTF-8",
                    e);
        }
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    private static CommandSpec root(CommandLine command) {
        return command.getCommandSpec().root();
    }

    private static Set<String> names(CommandSpec command) {
        Set<String> names = new TreeSet<>();
        command.options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .forEach(option -> names.add(name(option)));
        command.subcommands().values().forEach(each -> names.addAll(names(each.getCommandSpec())));
        return names;
    }

    private static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    private static String variable(String name) {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
