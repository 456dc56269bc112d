package org.feedhold.jobs;

import java.util.concurrent.Callable;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.util.TestStreamEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * One Flink for all jobs of this JVM that run to the end of a log. Without it each job starts a Flink of its own, for which
 * all classes of Flink's remote calls are loaded once more: more than a second, where the job takes a tenth of one.
 */
public final class SharedFlink {

    private static final int PARALLELISM = 2;
    /** As many as the most parallel test needs. */
    private static final int SLOTS = 8;

    private static @Nullable MiniCluster cluster;

    private SharedFlink() {}

    /** Does something whose jobs run here; others that this JVM starts afterwards don't. */
    public static <T> T call(Callable<T> jobs) throws Exception {
        TestStreamEnvironment.setAsContext(started(), PARALLELISM);
        try {
            return jobs.call();
        } finally {
            TestStreamEnvironment.unsetAsContext();
        }
    }

    private static synchronized MiniCluster started() throws Exception {
        MiniCluster running = cluster;
        if (running == null) {
            // Its threads are daemons: it ends with the JVM.
            running = new MiniCluster(new MiniClusterConfiguration.Builder()
                    .setNumTaskManagers(1)
                    .setNumSlotsPerTaskManager(SLOTS)
                    .withRandomPorts()
                    .build());
            running.start();
            cluster = running;
        }
        return running;
    }
}
