/**
 * The same rules with the Processor API of Kafka Streams: what a good engineer writes who has no Flink. Shares no code with the
 * job, so that it is also an independent check of what the job finds.
 */
@NullMarked
package org.feedhold.benchmarks.system.streams;

import org.jspecify.annotations.NullMarked;
