package org.feedhold.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of the job's program, which the build wrote beside this class. */
final class JobVersion {

    private JobVersion() {}

    static String read() {
        Properties properties = new Properties();
        try (InputStream in = JobVersion.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the job's jar can't be read", e);
        }
        return properties.getProperty("version");
    }
}
