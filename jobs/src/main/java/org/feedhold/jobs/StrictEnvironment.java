package org.feedhold.jobs;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The environment that every job of this project runs in: an operator without a uid, and a type that would fall back to
 * Kryo, fail the start. Parallelism, checkpoints and state backend come from the cluster's configuration.
 */
public final class StrictEnvironment {

    /** Key groups. It can't be changed without losing state. */
    public static final int MAX_PARALLELISM = 720;

    private StrictEnvironment() {}

    /** What this project sets, whatever the cluster says. */
    public static Configuration settings() {
        Configuration settings = new Configuration();
        settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        settings.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        return settings;
    }

    /** The environment that the job was submitted to, or a local one. */
    public static StreamExecutionEnvironment create() {
        return strict(StreamExecutionEnvironment.getExecutionEnvironment());
    }

    /** Makes an environment strict. */
    public static StreamExecutionEnvironment strict(StreamExecutionEnvironment environment) {
        environment.configure(settings());
        return environment;
    }
}
