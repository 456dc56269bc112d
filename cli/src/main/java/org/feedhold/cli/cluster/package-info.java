/** A Kafka broker and a Flink cluster on this machine, each in processes of its own, without containers. */
@NullMarked
package org.feedhold.cli.cluster;

import org.jspecify.annotations.NullMarked;
