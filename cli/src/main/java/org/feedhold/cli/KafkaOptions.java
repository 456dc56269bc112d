package org.feedhold.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.feedhold.kafka.ClientFile;
import org.feedhold.kafka.Topics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How to reach Kafka; the same options on every command that does. */
public final class KafkaOptions {

    private static final String DEFAULT_SERVERS = "127.0.0.1:9092";

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers, separated by commas (default: bootstrap.servers of --kafka-config, else "
                    + DEFAULT_SERVERS + ").")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            converter = FileConverter.class,
            description = "Settings of Kafka's clients as Java properties, for example for TLS and SASL; the place for"
                    + " passwords. Every process of a cluster must reach the files that it names.")
    private ClientSettings file = new ClientSettings(Map.of());

    /** What a file says; not a map to the parser of the command line, which would want to fill it itself. */
    private record ClientSettings(Map<String, String> values) {}

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            defaultValue = Topics.DEFAULT_PREFIX,
            converter = TopicsConverter.class,
            description = "What every topic's name begins with (default: ${DEFAULT-VALUE}).")
    private Topics topics;

    @Option(
            names = "--kafka-property",
            paramLabel = "NAME=VALUE",
            converter = SettingConverter.class,
            description = "One such setting, for example security.protocol=SSL; wins over the file; may be repeated.")
    private List<Map.Entry<String, String>> properties = new ArrayList<>();

    /** Brokers as given. */
    public String bootstrapServers() {
        if (bootstrapServers != null) {
            return bootstrapServers;
        }
        return properties().getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_SERVERS);
    }

    /** Full names of the topics. */
    public Topics topics() {
        return topics;
    }

    /** What {@code --kafka-config} and {@code --kafka-property} say. */
    public Map<String, String> properties() {
        Map<String, String> all = new HashMap<>(file.values());
        properties.forEach(each -> all.put(each.getKey(), each.getValue()));
        return all;
    }

    /** Settings of every client, by Kafka's names: the brokers, and {@link #properties}. */
    public Map<String, String> settings() {
        Map<String, String> settings = properties();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        return settings;
    }

    /** Settings of a client of this command, which does not wait for long. */
    public Map<String, Object> clientSettings() {
        Map<String, Object> settings = new HashMap<>(settings());
        settings.putIfAbsent(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
        settings.putIfAbsent(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        return settings;
    }

    /** Reads a topic prefix. */
    public static final class TopicsConverter implements ITypeConverter<Topics> {

        @Override
        public Topics convert(String prefix) {
            try {
                return new Topics(prefix);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads a file of settings. */
    private static final class FileConverter implements ITypeConverter<ClientSettings> {

        @Override
        public ClientSettings convert(String file) {
            try {
                return new ClientSettings(ClientFile.read(Path.of(file)));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads one setting, and never tells what was given: it may hold a password. */
    private static final class SettingConverter implements ITypeConverter<Map.Entry<String, String>> {

        @Override
        public Map.Entry<String, String> convert(String setting) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new TypeConversionException("write it like security.protocol=SSL");
            }
            return Map.entry(setting.substring(0, equals), setting.substring(equals + 1));
        }
    }
}
