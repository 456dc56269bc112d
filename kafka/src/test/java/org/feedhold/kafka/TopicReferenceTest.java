package org.feedhold.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Fails whenever the catalogue of topics and the table in the documentation differ, so that a changed topic is seen by who
 * reads about it. Copy the expected table from the failure to the page.
 */
class TopicReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "topics.md");
    private static final String BEGIN = "<!-- begin catalogue -->\n";
    private static final String END = "<!-- end catalogue -->";

    @Test
    void theReferencePageListsTheTopicsAsTheyAreCreated() throws IOException {
        String page = Files.readString(PAGE).replace("\r\n", "\n");

        String table = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));

        assertThat(table).isEqualTo(table());
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| topic | direction | key | kept | largest record | partitions |\n")
                .append("|---|---|---|---|---|---|\n");
        for (Topic topic : Topic.values()) {
            table.append("| `%s` | %s | %s | %s | %d MiB | %s |\n"
                    .formatted(
                            topic.topicName(),
                            topic.direction().name().toLowerCase(Locale.ROOT),
                            topic.key(),
                            kept(topic),
                            topic.maxMessageBytes() / (1024 * 1024),
                            topic.isPartitioned() ? "several" : "1"));
        }
        return table.toString();
    }

    private static String kept(Topic topic) {
        if (topic.cleanup() == Topic.Cleanup.COMPACT) {
            return "the newest of each key";
        }
        return topic.retentionMillis() == Topic.FOR_EVER_MILLIS
                ? "for ever"
                : topic.retentionMillis() / 86_400_000 + " days";
    }
}
