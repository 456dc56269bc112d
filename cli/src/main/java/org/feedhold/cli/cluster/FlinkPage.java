package org.feedhold.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Flink's REST interface tells about its processes. */
final class FlinkPage {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI taskManagers;

    FlinkPage(int port) {
        taskManagers = URI.create("http://127.0.0.1:" + port + "/taskmanagers");
    }

    /** Ids of the registered TaskManagers; null while there is no JobManager that leads. */
    @Nullable
    Set<String> taskManagers() throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(taskManagers).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                return null;
            }
            Set<String> ids = new HashSet<>();
            for (JsonNode each : JSON.readTree(answer.body()).path("taskmanagers")) {
                ids.add(each.path("id").asText());
            }
            return ids;
        } catch (IOException e) {
            return null;
        }
    }
}
