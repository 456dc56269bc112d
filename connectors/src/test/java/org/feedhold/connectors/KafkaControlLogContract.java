package org.feedhold.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.feedhold.twin.process.ControlRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** On any broker: what lies on the control topics is read to its end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KafkaControlLogContract {

    private TestKafka kafka;

    /** Starts the broker for all tests. */
    abstract TestKafka kafka(Path folder) throws Exception;

    @BeforeAll
    void startKafka(@TempDir Path folder) throws Exception {
        kafka = kafka(folder);
    }

    @AfterAll
    void stopKafka() {
        kafka.close();
    }

    @Test
    void readsNothingFromEmptyTopics() throws Exception {
        assertThat(read(topics("empty"))).isEmpty();
    }

    @Test
    void readsBothTopicsInOrderThoughTheirLastOffsetsHoldNoRecord() throws Exception {
        ControlTopics topics = topics("full");
        kafka.sendInTransaction(topics.releases(), 0, "M1/P1", "{}");
        kafka.sendInTransaction(topics.processModels(), 1, "milling@3", "third");
        kafka.sendInTransaction(topics.processModels(), 0, "milling@1", "first", "second");

        List<ControlRecord> records = read(topics);

        assertThat(records)
                .extracting(ControlRecord::kind, ControlRecord::key, ControlRecord::partition, ControlRecord::offset)
                .containsExactly(
                        tuple(ControlRecord.Kind.PROCESS_MODEL, "milling@1", 0, 0L),
                        tuple(ControlRecord.Kind.PROCESS_MODEL, "milling@1", 0, 1L),
                        tuple(ControlRecord.Kind.PROCESS_MODEL, "milling@3", 1, 0L),
                        tuple(ControlRecord.Kind.RELEASE, "M1/P1", 0, 0L));
    }

    @Test
    void doesNotWaitForATransactionThatIsStillOpen() throws Exception {
        ControlTopics topics = topics("open");
        kafka.send(topics.releases(), 0, "M1/P1", "{}");
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of("transactional.id", "open"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(TestKafka.record(topics.releases(), 0, "M2/P2", "{}")).get();

            assertThat(read(topics)).extracting(ControlRecord::key).containsExactly("M1/P1");

            producer.abortTransaction();
        }
    }

    @Test
    void saysWhichTopicIsMissingAndHowToCreateIt() {
        ControlTopics missing = new ControlTopics("missing-models", "missing-releases", "missing-actions");

        assertThatThrownBy(() -> read(missing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing-models")
                .hasMessageContaining("feedhold topics");
    }

    @Test
    void saysSoWhenKafkaCantBeReached() {
        Map<String, String> nowhere = Map.of("bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "1000");
        KafkaControlLog log = new KafkaControlLog(
                nowhere, new ControlTopics("process-models", "releases", "operator-actions"), ActionsSince.time(0));

        assertThatThrownBy(() -> log.readToEnd(record -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:1");
    }

    private ControlTopics topics(String prefix) throws Exception {
        ControlTopics topics = new ControlTopics(prefix + "-models", prefix + "-releases", prefix + "-actions");
        kafka.createTopic(topics.processModels(), 2);
        kafka.createTopic(topics.releases(), 1);
        kafka.createTopic(topics.operatorActions(), 1);
        return topics;
    }

    private List<ControlRecord> read(ControlTopics topics) throws IOException {
        List<ControlRecord> records = new ArrayList<>();
        new KafkaControlLog(kafka.client(), topics, ActionsSince.time(0)).readToEnd(records::add);
        return records;
    }
}
