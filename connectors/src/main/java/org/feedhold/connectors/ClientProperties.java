package org.feedhold.connectors;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.AbstractConfig;

/** Kafka client settings, made from those that the user gave for all clients of a source or sink. */
final class ClientProperties {

    private ClientProperties() {}

    /** Settings of a consumer within a Flink source. */
    static Properties forSource(Map<String, String> client, String groupId) {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.putAll(client);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        return properties;
    }

    /** Settings of a consumer that is assigned its partitions and belongs to no group. */
    static Map<String, Object> forReading(Map<String, String> client) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        copy(client, ConsumerConfig.configNames(), properties);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return properties;
    }

    static Map<String, Object> forAdmin(Map<String, String> client) {
        Map<String, Object> properties = new HashMap<>();
        copy(client, AdminClientConfig.configNames(), properties);
        return properties;
    }

    /** {@code config.providers} say where values such as {@code ${file:…}} come from; no client lists them as its own. */
    private static void copy(Map<String, String> client, Set<String> known, Map<String, Object> properties) {
        client.forEach((name, value) -> {
            if (known.contains(name) || name.startsWith(AbstractConfig.CONFIG_PROVIDERS_CONFIG)) {
                properties.put(name, value);
            }
        });
    }
}
