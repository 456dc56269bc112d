package org.feedhold.cli;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.feedhold.kafka.Topics;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How to reach Kafka; the same options on every command that does. */
public final class KafkaOptions {

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:FEEDHOLD_BOOTSTRAP_SERVERS:-127.0.0.1:9092}",
            description = "Kafka brokers, separated by commas (default: ${DEFAULT-VALUE};"
                    + " environment: FEEDHOLD_BOOTSTRAP_SERVERS).")
    private String bootstrapServers;

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
            description = "A setting of Kafka's clients, for example security.protocol=SSL; may be repeated.")
    private Map<String, String> properties = new HashMap<>();

    /** Brokers as given. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Full names of the topics. */
    public Topics topics() {
        return topics;
    }

    /** What {@code --kafka-property} says. */
    public Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    /** Settings of every client, by Kafka's names: the brokers, and what {@code --kafka-property} says. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(properties);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
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
}
