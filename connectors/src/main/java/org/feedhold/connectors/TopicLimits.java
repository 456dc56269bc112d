package org.feedhold.connectors;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How large a record each topic takes. Kafka is asked once for each topic, when a record comes that might be too large: a
 * refusal would come too late, as the failure of the whole job. For one thread.
 */
final class TopicLimits implements Serializable {

    private static final long serialVersionUID = 1L;

    /** A topic that takes less than this takes no recommendation either. */
    private static final int SURELY_TAKEN = 16 << 10;

    /** What is assumed where Kafka does not say: the least that Kafka's own default takes. */
    private static final int DEFAULT_LIMIT = 1 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(TopicLimits.class);

    private final HashMap<String, String> client;
    private transient @Nullable Map<String, Integer> limits;

    /** Asks through a client with these settings. */
    TopicLimits(Map<String, String> client) {
        this.client = new HashMap<>(client);
    }

    /** The record as its topic takes it. */
    WireRecord fit(WireRecord record) {
        return record.bytes() <= SURELY_TAKEN ? record : record.fit(limitOf(record.topic()));
    }

    private int limitOf(String topic) {
        if (limits == null) {
            limits = new HashMap<>();
        }
        return limits.computeIfAbsent(topic, this::ask);
    }

    private int ask(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(ClientProperties.forAdmin(client))) {
            return Integer.parseInt(admin.describeConfigs(List.of(resource))
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .get(resource)
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                    .value());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DEFAULT_LIMIT;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warn(
                    "Kafka does not say how large a record {} takes, so what is over {} bytes is cut; allow the job to"
                            + " describe the configuration of its topics",
                    topic,
                    DEFAULT_LIMIT,
                    e);
            return DEFAULT_LIMIT;
        }
    }
}
