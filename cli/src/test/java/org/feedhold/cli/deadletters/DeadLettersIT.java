package org.feedhold.cli.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.broker.BrokerSettings;
import org.feedhold.broker.EmbeddedBroker;
import org.feedhold.cli.Feedhold;
import org.feedhold.kafka.advisory.DeadLetterHeaders;
import org.feedhold.twin.acquisition.DeadLetter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The commands for dead letters, on letters such as the job writes them. Each test has topics of its own. */
class DeadLettersIT {

    private static final byte[] NO_TEXT = {(byte) 0xff, 0, 27, '[', '2', 'J', 'x'};

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;

    private String prefix;
    private StringWriter out;
    private StringWriter err;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedBroker.start(BrokerSettings.in(folder));
        admin = Admin.create(client());
        producer = new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        admin.close();
        broker.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) throws Exception {
        prefix = test.getTestMethod().orElseThrow().getName() + ".";
        admin.createTopics(List.of(
                        new NewTopic(prefix + "telemetry", 2, (short) 1),
                        new NewTopic(prefix + "dead-letters", 1, (short) 1)))
                .all()
                .get();
    }

    @Test
    void countsByReasonAndListsTheNewestWithWhereTheyCameFrom() throws Exception {
        letter("malformed_json", "M-1", "no json", 10);
        letter("malformed_json", "M-2", "no json either", 11);
        Place late = letter("late", "M-1", "{}", 12);

        assertThat(run("dead-letters", "list", "--limit", "1")).isZero();

        assertThat(out.toString().lines())
                .hasSize(5)
                .contains("       1  late", "       2  malformed_json", "The newest 1 of 3:")
                .last()
                .asString()
                .contains("  " + late.inTopic() + "  late  key M-1, 2 bytes  what was wrong; what to do");
    }

    @Test
    void listsThoseOfAReasonAMachineAndATimeOnly() throws Exception {
        letter("malformed_json", "M-1", "a", 10);
        letter("late", "M-1", "b", 11);
        letter("late", "M-2", "c", 12);

        assertThat(listed("--reason", "late", "--machine", "M-2")
                        .path("reasons")
                        .toString())
                .isEqualTo("{\"late\":1}");
        assertThat(listed("--reason", "late,malformed_json").path("total").asInt())
                .isEqualTo(3);
        assertThat(listed("--since", "1h").path("total").asInt()).isEqualTo(3);
        assertThat(listed("--since", "2100-01-01T00:00:00Z").path("total").asInt())
                .isZero();
    }

    @Test
    void whereThereAreNoneItSaysSo() {
        assertThat(run("dead-letters", "list")).isZero();
        assertThat(out.toString()).isEqualTo("no dead letters\n");
    }

    @Test
    void showsTextAsTextAndWhatIsNoneInHexadecimalSoThatItCanNotMoveTheCursor() throws Exception {
        Place text = letter("malformed_json", "M-1", "line one\nline\u001b[2J two", 10);
        Place bytes = letter("malformed_json", "M-1".getBytes(UTF_8), NO_TEXT, 0, 11);

        assertThat(run("dead-letters", "show", text.inTopic())).isZero();
        assertThat(out.toString())
                .contains("letter    " + text, "reason    malformed_json", "detail    what was wrong; what to do")
                .contains("source    " + prefix + "telemetry-0@10", "key       M-1", "value     21 bytes")
                .endsWith("\nline one\nline·[2J two\n");
        assertThat(run("dead-letters", "show", bytes.inTopic())).isZero();
        assertThat(out.toString()).endsWith("\n00000000  ff 00 1b 5b 32 4a 78                             ···[2Jx\n");
    }

    @Test
    void showsAllOfALetterToPrograms() throws Exception {
        Place bytes = letter("malformed_json", new byte[] {(byte) 0x80}, NO_TEXT, 0, 11);
        Place none = letter("null_value", null, null, 0, 12);

        assertThat(run("dead-letters", "show", bytes.inTopic(), "--json")).isZero();
        JsonNode tree = new ObjectMapper().readTree(out.toString());
        assertThat(tree.path("value").isNull()).isTrue();
        assertThat(tree.path("value_base64").binaryValue()).isEqualTo(NO_TEXT);
        assertThat(tree.path("key_base64").binaryValue()).containsExactly(0x80);
        assertThat(run("dead-letters", "show", none.inTopic())).isZero();
        assertThat(out.toString()).contains("key       none\n").endsWith("value     none\n");
    }

    @Test
    void saysInOneLineWhatIsWrongWithACall() throws Exception {
        letter("late", "M-1", "{}", 10);

        assertThat(run("dead-letters", "show", "seventeen")).isEqualTo(2);
        assertThat(err.toString()).contains("write PARTITION@OFFSET").hasLineCount(1);
        assertThat(run("dead-letters", "show", "0@999")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no dead letter 0@999").hasLineCount(1);
        assertThat(run("dead-letters", "show", "7@0")).isEqualTo(1);
        assertThat(run("dead-letters", "replay")).isEqualTo(2);
        assertThat(err.toString()).contains("--reason").hasLineCount(1);
        assertThat(run("dead-letters", "list", "--since", "yesterday")).isEqualTo(2);
        assertThat(err.toString()).contains("like 2h").hasLineCount(1);
        assertThat(run("dead-letters")).isEqualTo(2);
        prefix = "elsewhere.";
        assertThat(run("dead-letters", "list")).isEqualTo(1);
        assertThat(err.toString()).contains("feedhold topics create").hasLineCount(1);
    }

    @Test
    void aDryRunSaysWhatWouldBeSentAndSendsNothing() throws Exception {
        Place letter = letter("late", "M-1", "{}", 10);

        assertThat(run("dead-letters", "replay", "--reason", "late", "--dry-run"))
                .isZero();

        assertThat(out.toString())
                .isEqualTo(letter.inTopic() + "  late  would go to " + prefix + "telemetry-0\n1 would be sent back\n");
        assertThat(read("telemetry")).isEmpty();
        assertThat(replayed("--reason", "late").path("sent").asInt()).isOne();
    }

    @Test
    void sendsALetterBackByteForByteToItsPartitionAndOnlyOnce() throws Exception {
        Place first = letter("malformed_json", new byte[] {(byte) 0x80}, NO_TEXT, 1, 10);
        letter("null_value", null, null, 0, 11);
        letter("late", "M-1", "{}", 12);

        JsonNode once = replayed("--reason", "malformed_json", "--reason", "null_value");
        JsonNode twice = replayed("--reason", "malformed_json,null_value");

        assertThat(once.path("sent").asInt()).isEqualTo(2);
        assertThat(twice.path("sent").asInt()).isZero();
        assertThat(twice.path("kept").path("sent_back_before").asInt()).isEqualTo(2);
        List<ConsumerRecord<byte[], byte[]>> telemetry = read("telemetry");
        assertThat(telemetry).hasSize(2);
        ConsumerRecord<byte[], byte[]> sent = telemetry.stream()
                .filter(each -> each.partition() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(sent.key()).containsExactly(0x80);
        assertThat(sent.value()).isEqualTo(NO_TEXT);
        assertThat(sent.headers()).singleElement().satisfies(header -> {
            assertThat(header.key()).isEqualTo("feedhold-replayed-from");
            assertThat(new String(header.value(), UTF_8)).isEqualTo(first.toString());
        });
        assertThat(listed("--reason", "malformed_json")
                        .path("letters")
                        .path(0)
                        .path("sent_back_to")
                        .asText())
                .isEqualTo(prefix + "telemetry-1@" + sent.offset());
        assertThat(listed().path("total").asInt()).isEqualTo(3);
    }

    @Test
    void aRecordThatAFailedJobHasRefusedTwiceIsSentBackOnce() throws Exception {
        letter("late", "M-1", "{}", 10);
        letter("late", "M-1", "{}", 10);

        assertThat(replayed("--reason", "late").path("sent").asInt()).isOne();
        assertThat(replayed("--reason", "late").path("sent").asInt()).isZero();
    }

    @Test
    void whatFailsAgainIsSeenAndSentAgainOnlyWhenAsked() throws Exception {
        letter("malformed_json", "M-1", "no json", 10);
        replayed("--reason", "malformed_json");
        long second = read("telemetry").get(0).offset();
        letter("malformed_json", "M-1", "no json", second);

        JsonNode unasked = replayed("--reason", "malformed_json");
        JsonNode asked = replayed("--reason", "malformed_json", "--again");

        assertThat(unasked.path("sent").asInt()).isZero();
        assertThat(unasked.path("kept").toString()).isEqualTo("{\"sent_back_before\":1,\"failed_again\":1}");
        assertThat(asked.path("sent").asInt()).isOne();
        assertThat(listed().path("letters").findValuesAsText("replays")).containsExactly("0", "1");
        run("dead-letters", "list");
        assertThat(out.toString()).contains("failed again after 1 replay, sent back to " + prefix + "telemetry-0@");
    }

    @Test
    void keepsWhatIsNotWholeAndWhatCameFromElsewhereAndStopsAtItsLimit() throws Exception {
        letter("late", "M-1", "a", 10);
        letter("late", "M-1", "b", 11);
        write(record("late", bytes("M-1"), bytes("c"), "elsewhere.telemetry", 0, 12), false);
        write(record("late", bytes("M-1"), bytes("d"), prefix + "recommendations", 0, 13), false);
        write(record("late", bytes("M-1"), bytes("e"), prefix + "telemetry", 0, 14), true);

        JsonNode replayed = replayed("--reason", "late", "--limit", "1");

        assertThat(replayed.path("kept").toString()).isEqualTo("{\"truncated\":1,\"no_input\":2,\"over_limit\":1}");
        assertThat(read("telemetry"))
                .extracting(each -> new String(each.value(), UTF_8))
                .containsExactly("a");
    }

    @Test
    void endsWhatAReplayThatDiedHasLeftOpenAndSendsItOnce() throws Exception {
        letter("late", "M-1", "{}", 10);
        Map<String, Object> settings = client();
        settings.put("transactional.id", prefix + "dead-letters-replay");
        try (KafkaProducer<byte[], byte[]> dead =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            dead.initTransactions();
            dead.beginTransaction();
            dead.send(new ProducerRecord<>(prefix + "telemetry", 0, bytes("M-1"), bytes("{}")))
                    .get();

            assertThat(replayed("--reason", "late").path("sent").asInt()).isOne();
        }
        assertThat(read("telemetry")).hasSize(1);
    }

    @Test
    void waitsForWhatIsNotCommittedYetBecauseReceiptsMayLieBehindIt() throws Exception {
        Map<String, Object> settings = client();
        settings.put("transactional.id", "a job with exactly-once delivery");
        try (KafkaProducer<byte[], byte[]> job =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            job.initTransactions();
            job.beginTransaction();
            job.send(record("late", bytes("M-1"), bytes("{}"), prefix + "telemetry", 0, 10))
                    .get();
            CompletableFuture<Integer> replay =
                    CompletableFuture.supplyAsync(() -> run("dead-letters", "replay", "--reason", "late", "--json"));
            job.commitTransaction();

            assertThat(replay.get(30, TimeUnit.SECONDS)).isZero();
        }
        assertThat(new ObjectMapper().readTree(out.toString()).path("sent").asInt())
                .isOne();
    }

    @Test
    void sendsManyInOrderAcrossTransactions() throws Exception {
        for (int i = 0; i < 450; i++) {
            write(record("late", bytes("M-1"), bytes("{\"n\":" + i + "}"), prefix + "telemetry", 0, i), false);
        }

        assertThat(replayed("--reason", "late").path("sent").asInt()).isEqualTo(450);

        List<String> values = read("telemetry").stream()
                .map(each -> new String(each.value(), UTF_8))
                .toList();
        assertThat(values).hasSize(450).startsWith("{\"n\":0}", "{\"n\":1}").endsWith("{\"n\":449}");
    }

    // ---- letters as the job writes them -----------------------------------------------------------------------------

    private Place letter(String reason, String key, String value, long sourceOffset) throws Exception {
        return letter(reason, bytes(key), bytes(value), 0, sourceOffset);
    }

    private Place letter(String reason, byte[] key, byte[] value, int partition, long sourceOffset) throws Exception {
        return write(record(reason, key, value, prefix + "telemetry", partition, sourceOffset), false);
    }

    private ProducerRecord<byte[], byte[]> record(
            String reason, byte[] key, byte[] value, String topic, int partition, long offset) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(prefix + "dead-letters", 0, key, value);
        DeadLetterHeaders.of(new DeadLetter(key, value, reason, "what was wrong; what to do", topic, partition, offset))
                .forEach(record.headers()::add);
        return record;
    }

    private static Place write(ProducerRecord<byte[], byte[]> record, boolean truncated) throws Exception {
        if (truncated) {
            record.headers().add("truncated", bytes("14000000"));
        }
        RecordMetadata written = producer.send(record).get();
        return new Place(written.topic(), written.partition(), written.offset());
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> settings = client();
        settings.put("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    List.of(new TopicPartition(prefix + topic, 0), new TopicPartition(prefix + topic, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private static Map<String, Object> client() {
        return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    // ---- the commands -----------------------------------------------------------------------------------------------

    private JsonNode listed(String... options) throws Exception {
        return answered("list", options);
    }

    private JsonNode replayed(String... options) throws Exception {
        return answered("replay", options);
    }

    private JsonNode answered(String command, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("dead-letters", command, "--json"));
        arguments.addAll(List.of(options));
        assertThat(run(arguments.toArray(String[]::new))).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private int run(String... command) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of(command));
        if (command.length > 1) {
            arguments.addAll(List.of("--bootstrap-servers", broker.bootstrapServers(), "--topic-prefix", prefix));
        }
        return Feedhold.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
