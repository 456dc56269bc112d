package org.feedhold.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.kafka.common.TopicPartition;
import org.feedhold.twin.acquisition.Outage;
import org.feedhold.twin.acquisition.Outages;
import org.junit.jupiter.api.Test;

final class ArrivalSplitSerializerTest {

    private static final KafkaPartitionSplit KAFKA =
            new KafkaPartitionSplit(new TopicPartition("feedhold.telemetry", 3), 42, 99);

    private final KafkaPartitionSplitSerializer kafka = new KafkaPartitionSplitSerializer();
    private final ArrivalSplitSerializer serializer = new ArrivalSplitSerializer(kafka);

    @Test
    void keepsTheOutagesWithThePartition() throws Exception {
        List<Outage> outages = List.of(new Outage(1_000, 2_000), new Outage(5_000, Outage.GOES_ON));

        KafkaPartitionSplit read = restore(new ArrivalSplit(KAFKA, Outages.of(outages)));

        assertThat(read).isEqualTo(KAFKA);
        assertThat(ArrivalSplit.outages(read).all()).isEqualTo(outages);
    }

    @Test
    void writesAPartitionThatHasNotBeenReadYet() throws Exception {
        KafkaPartitionSplit read = restore(KAFKA);

        assertThat(read).isEqualTo(KAFKA);
        assertThat(ArrivalSplit.outages(read).all()).isEmpty();
    }

    @Test
    void readsWhatKafkaItselfHasWritten() throws Exception {
        KafkaPartitionSplit read = serializer.deserialize(kafka.getVersion(), kafka.serialize(KAFKA));

        assertThat(read).isEqualTo(KAFKA);
        assertThat(ArrivalSplit.outages(read).all()).isEmpty();
    }

    @Test
    void refusesAVersionThatItDoesNotKnow() {
        assertThatThrownBy(() -> serializer.deserialize(7, new byte[0]))
                .hasMessageContaining("version 7")
                .hasMessageContaining("restore with the version that wrote it");
    }

    private KafkaPartitionSplit restore(KafkaPartitionSplit split) throws Exception {
        return serializer.deserialize(serializer.getVersion(), serializer.serialize(split));
    }
}
