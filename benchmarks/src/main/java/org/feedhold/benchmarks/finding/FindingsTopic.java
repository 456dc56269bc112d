package org.feedhold.benchmarks.finding;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.feedhold.benchmarks.system.DrainSettings;

/** The topic that a peer of the job writes its {@link Finding}s to, each as JSON when it has ended, or at the end of the log. */
public final class FindingsTopic {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FindingsTopic() {}

    /** The topic of one run; it has one partition. */
    public static String name(DrainSettings settings) {
        return settings.topicPrefix() + "findings." + settings.run();
    }

    /** One finding as the value of a record. */
    public static byte[] encode(Finding finding) {
        try {
            return JSON.writeValueAsBytes(finding);
        } catch (IOException e) {
            throw new UncheckedIOException("a finding can't be written: " + finding, e);
        }
    }

    /**
     * The finding of a record.
     *
     * @throws UncheckedIOException if the value is none
     */
    public static Finding decode(byte[] value) {
        try {
            return JSON.readValue(value, Finding.class);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "this is no finding: " + new String(value, java.nio.charset.StandardCharsets.UTF_8), e);
        }
    }
}
