/** Flink sources and sinks over Kafka. Start with {@link org.feedhold.connectors.TelemetrySource}. */
@NullMarked
package org.feedhold.connectors;

import org.jspecify.annotations.NullMarked;
