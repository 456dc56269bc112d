package org.feedhold.connectors;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.feedhold.twin.acquisition.Outage;
import org.feedhold.twin.acquisition.Outages;

/** Writes Kafka's split behind the outages that are known of it. Reads Kafka's own as well: those of earlier savepoints. */
final class ArrivalSplitSerializer implements SimpleVersionedSerializer<KafkaPartitionSplit> {

    /** Kafka's own splits have version 0. */
    private static final int VERSION = 1;

    private final SimpleVersionedSerializer<KafkaPartitionSplit> kafka;

    ArrivalSplitSerializer(SimpleVersionedSerializer<KafkaPartitionSplit> kafka) {
        this.kafka = kafka;
    }

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(KafkaPartitionSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            List<Outage> outages = ArrivalSplit.outages(split).all();
            out.writeInt(outages.size());
            for (Outage outage : outages) {
                out.writeLong(outage.from());
                out.writeLong(outage.to());
            }
            out.writeInt(kafka.getVersion());
            out.write(kafka.serialize(split));
        }
        return bytes.toByteArray();
    }

    @Override
    public KafkaPartitionSplit deserialize(int version, byte[] bytes) throws IOException {
        if (version == 0) {
            return kafka.deserialize(version, bytes);
        }
        if (version != VERSION) {
            throw new IOException("a split of version " + version + " is newer than this program, which reads up to "
                    + VERSION + ": restore with the version that wrote it");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            List<Outage> outages = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                outages.add(new Outage(in.readLong(), in.readLong()));
            }
            int kafkaVersion = in.readInt();
            return new ArrivalSplit(kafka.deserialize(kafkaVersion, in.readAllBytes()), Outages.of(outages));
        }
    }
}
