package org.feedhold.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.feedhold.cli.CommandFailure;

/** What Flink's REST interface tells about the checkpoints of the one job on a cluster. */
final class JobPage {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String address;

    /** A page at {@code host:port}. */
    JobPage(String address) {
        this.address = "http://" + address;
    }

    /**
     * A checkpoint that is complete.
     *
     * @param endMillis when it was
     * @param millis how long it took
     * @param bytes size of the whole
     * @param writtenBytes what was written for it
     */
    record Checkpoint(long endMillis, long millis, long bytes, long writtenBytes) {}

    /** Checkpoints that are complete, of the few that Flink remembers; the newest first. */
    List<Checkpoint> checkpoints() throws InterruptedException {
        return StreamSupport.stream(page().path("history").spliterator(), false)
                .filter(each -> each.path("status").asText().equals("COMPLETED")
                        && !each.path("is_savepoint").asBoolean())
                .map(each -> new Checkpoint(
                        each.path("latest_ack_timestamp").asLong(),
                        each.path("end_to_end_duration").asLong(),
                        each.path("state_size").asLong(),
                        each.path("checkpointed_size").asLong()))
                .toList();
    }

    /** Number of checkpoints that failed. */
    long failed() throws InterruptedException {
        return page().path("counts").path("failed").asLong();
    }

    private JsonNode page() throws InterruptedException {
        String job = get("/jobs").path("jobs").path(0).path("id").asText();
        return get("/jobs/" + job + "/checkpoints");
    }

    private JsonNode get(String path) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(URI.create(address + path))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200) {
                return JSON.readTree(answer.body());
            }
            throw new CommandFailure("Flink at " + address + " answered " + path + " with status " + answer.statusCode()
                    + "; read the JobManager's log.");
        } catch (IOException e) {
            throw new CommandFailure(
                    "Flink at " + address + " does not answer (" + e + "); read the JobManager's log.", e);
        }
    }
}
