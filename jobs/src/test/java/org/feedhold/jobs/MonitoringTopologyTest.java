package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.feedhold.kafka.Topics;
import org.junit.jupiter.api.Test;

/** The shape of the job: what its state is found by, and where records are shuffled. */
class MonitoringTopologyTest {

    /**
     * Golden. A savepoint finds the state of an operator by its uid: if this fails, then a job that was running before can't
     * be restored with this build, or forgets what it knew of every machine. Rename only with an entry under "Upgrade notes"
     * in the change log, and with a test that restores an old savepoint.
     */
    @Test
    void theIdsByWhichStateIsFoundStayAsTheyAre() {
        assertThat(ids(graph("--delivery", "at-least-once"))).isEqualTo("""
                        Sink Committer: decisions-sink = results-sink: Committer
                        Sink Committer: health-sink = status-sink: Committer
                        advisor = advisor
                        control = control
                        control-topics = Source: control-topics
                        decisions-sink = results-sink: Writer
                        dropout-patterns = dropout-patterns
                        encode-control-events = encode-control-events
                        encode-dead-letters = encode-dead-letters
                        encode-episodes = encode-episodes
                        encode-gateway-episodes = encode-gateway-episodes
                        encode-gateway-health = encode-gateway-health
                        encode-gateway-recommendations = encode-gateway-recommendations
                        encode-health = encode-health
                        encode-recommendations = encode-recommendations
                        encode-shown = encode-shown
                        encode-status = encode-status
                        gateway = gateway
                        health-sink = status-sink: Writer
                        heartbeat = heartbeat
                        limit-patterns = limit-patterns
                        scan = scan
                        telemetry = Source: telemetry
                        twin = twin
                        """);
    }

    @Test
    void theDeliveryModeChangesNoId() {
        assertThat(ids(graph("--delivery", "exactly-once"))).isEqualTo(ids(graph("--delivery", "at-least-once")));
    }

    /** What an operator sees as boxes of Flink's page: few enough for one screen, each named by what it does. */
    @Test
    void theGraphHasOneBoxForEachStep() {
        List<String> boxes = new ArrayList<>();
        graph().getJobGraph().getVertices().forEach(vertex -> boxes.add(vertex.getName()));

        assertThat(boxes)
                .containsExactlyInAnyOrder(
                        "Source: telemetry -> scan",
                        "Source: control-topics -> control",
                        "twin -> limit-patterns -> dropout-patterns -> advisor"
                                + " -> (encode-recommendations, encode-episodes, encode-health)",
                        "gateway -> (encode-gateway-recommendations, encode-gateway-episodes, encode-gateway-health,"
                                + " encode-shown)",
                        "encode-control-events",
                        "encode-dead-letters",
                        "heartbeat -> encode-status -> status-sink: Writer -> status-sink: Committer",
                        "results-sink: Writer -> results-sink: Committer");
    }

    @Test
    void everyOperatorThatIsNoEncoderOrSinkSaysInASentenceWhatItDoes() {
        assertThat(graph().getStreamNodes())
                .filteredOn(
                        node -> !uid(node).startsWith("encode-") && !uid(node).endsWith("-sink"))
                .allSatisfy(node ->
                        assertThat(node.getOperatorDescription()).as(uid(node)).matches("[A-Z].* .*\\."));
    }

    /**
     * From {@code keyBy} on everything stays in its partition: if a line here turns from FORWARD into anything else, evidence
     * of one sample no longer reaches the advisor together, or pays for the network twice. What is said of machines with a
     * gateway is little, and shuffled once more.
     */
    @Test
    void samplesAreShuffledOnceByMachineAndControlGoesToEveryTwin() {
        assertThat(edges(graph()))
                .contains("telemetry -> scan FORWARD")
                .contains("scan -> twin HASH")
                .contains("control -> twin BROADCAST")
                .as("an operator action goes to its machine alone")
                .contains("control -> twin HASH")
                .contains("twin -> limit-patterns FORWARD")
                .contains("limit-patterns -> dropout-patterns FORWARD")
                .contains("dropout-patterns -> advisor FORWARD")
                .contains("advisor -> encode-recommendations FORWARD");
        assertThat(edges(graph()).stream().filter(edge -> edge.endsWith("HASH")))
                .containsExactlyInAnyOrder(
                        "scan -> twin HASH", "control -> twin HASH", "twin -> gateway HASH", "advisor -> gateway HASH");
    }

    @Test
    void controlRecordsAreJudgedInOneInstance() {
        StreamGraph graph = graph();

        assertThat(graph.getStreamNodes().stream()
                        .filter(node -> uid(node).startsWith("control"))
                        .map(StreamNode::getParallelism))
                .containsOnly(1);
    }

    @Test
    void whatTheClusterSaysDoesNotLoosenTheEnvironment() {
        Configuration loose = new Configuration();
        loose.set(PipelineOptions.AUTO_GENERATE_UIDS, true);
        loose.set(PipelineOptions.GENERIC_TYPES, true);
        loose.set(PipelineOptions.OBJECT_REUSE, false);
        loose.set(PipelineOptions.MAX_PARALLELISM, 128);

        StreamExecutionEnvironment environment =
                StrictEnvironment.strict(StreamExecutionEnvironment.getExecutionEnvironment(loose));

        ReadableConfig settings = environment.getConfiguration();
        assertThat(settings.get(PipelineOptions.AUTO_GENERATE_UIDS)).isFalse();
        assertThat(settings.get(PipelineOptions.GENERIC_TYPES)).isFalse();
        assertThat(settings.get(PipelineOptions.OBJECT_REUSE)).isTrue();
        assertThat(environment.getMaxParallelism()).isEqualTo(720);
    }

    @Test
    void anOperatorWithoutAUidFailsTheStart() {
        StreamExecutionEnvironment environment = environment();
        numbers(environment)
                .map(number -> number + 1)
                .returns(Types.INT)
                .name("nameless")
                .sinkTo(new DiscardingSink<>())
                .uid("sink");

        assertThatThrownBy(() -> environment.getStreamGraph(false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Auto generated UIDs have been disabled")
                .hasMessageContaining("nameless");
    }

    @Test
    void aTypeThatWouldNeedKryoFailsTheStart() {
        StreamExecutionEnvironment environment = environment();
        numbers(environment)
                .map(number -> new NoPojo())
                .returns(TypeInformation.of(NoPojo.class))
                .uid("map")
                .sinkTo(new DiscardingSink<>())
                .uid("sink");

        assertThatThrownBy(() -> environment.getStreamGraph(false))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Generic types have been disabled")
                .hasMessageContaining("NoPojo");
    }

    /** Without a public constructor it is no POJO. */
    static final class NoPojo {
        private NoPojo() {}
    }

    private static DataStream<Integer> numbers(StreamExecutionEnvironment environment) {
        return environment.fromData(1, 2, 3).uid("numbers");
    }

    private static StreamExecutionEnvironment environment() {
        return StrictEnvironment.strict(StreamExecutionEnvironment.getExecutionEnvironment(new Configuration()));
    }

    private static StreamGraph graph(String... more) {
        String[] args = new String[more.length + 2];
        args[0] = "--bootstrap-servers";
        args[1] = "localhost:9092";
        System.arraycopy(more, 0, args, 2, more.length);
        StreamExecutionEnvironment environment = environment();
        environment.setParallelism(4);
        MonitoringJobConfig config = MonitoringJobConfig.parse(args);
        assertThat(config.topics()).isEqualTo(Topics.withDefaultPrefix());
        MonitoringJob.define(environment, config);
        return environment.getStreamGraph(false);
    }

    private static String ids(StreamGraph graph) {
        return graph.getStreamNodes().stream()
                .map(node -> uid(node) + " = " + node.getOperatorName())
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<String> edges(StreamGraph graph) {
        return graph.getStreamNodes().stream()
                .flatMap(node -> node.getOutEdges().stream())
                .map(edge -> uid(graph.getStreamNode(edge.getSourceId()))
                        + " -> "
                        + uid(graph.getStreamNode(edge.getTargetId()))
                        + ' '
                        + partitioning(edge))
                .toList();
    }

    private static String partitioning(StreamEdge edge) {
        return edge.getPartitioner().toString();
    }

    private static String uid(StreamNode node) {
        return String.valueOf(node.getTransformationUID());
    }
}
