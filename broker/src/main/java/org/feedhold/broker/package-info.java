/** A real Kafka broker from jars, for the demo, the tests and the benchmarks. */
@NullMarked
package org.feedhold.broker;

import org.jspecify.annotations.NullMarked;
