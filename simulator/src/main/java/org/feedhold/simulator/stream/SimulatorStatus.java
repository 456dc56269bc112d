package org.feedhold.simulator.stream;

import org.jspecify.annotations.Nullable;

/**
 * What a running simulator has done so far.
 *
 * @param running whether it still makes samples, or would if it were not paused
 * @param paused whether it is paused
 * @param speed speed in force
 * @param recordsSent telemetry records acknowledged by Kafka
 * @param recordsLost records of any topic that Kafka did not take
 * @param samplesSkipped samples not made because the simulator fell behind the clock
 * @param behindMillis how late the newest sample was made, in milliseconds; 0 if in time
 * @param commandsApplied commands carried out
 * @param commandsRefused commands that were malformed or impossible
 * @param lastRefusal why the last of these was refused; null if none was
 * @param failure what ended the run; null unless something did
 */
public record SimulatorStatus(
        boolean running,
        boolean paused,
        double speed,
        long recordsSent,
        long recordsLost,
        long samplesSkipped,
        long behindMillis,
        long commandsApplied,
        long commandsRefused,
        @Nullable String lastRefusal,
        @Nullable Throwable failure) {}
