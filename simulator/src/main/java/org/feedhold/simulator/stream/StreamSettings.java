package org.feedhold.simulator.stream;

import java.util.Map;
import org.feedhold.kafka.Topics;

/**
 * Where and how fast a simulator runs.
 *
 * @param bootstrapServers Kafka's address, {@code host:port} or several separated by commas
 * @param topics names of the topics
 * @param speed samples come this many times as often as the simulation's interval says, greater than 0
 * @param clientProperties further properties of Kafka's clients, for example for TLS
 */
public record StreamSettings(
        String bootstrapServers, Topics topics, double speed, Map<String, String> clientProperties) {

    /** Copies the properties. */
    public StreamSettings {
        clientProperties = Map.copyOf(clientProperties);
    }

    /** The usual topics, at speed 1. */
    public static StreamSettings of(String bootstrapServers) {
        return new StreamSettings(bootstrapServers, Topics.withDefaultPrefix(), 1, Map.of());
    }
}
