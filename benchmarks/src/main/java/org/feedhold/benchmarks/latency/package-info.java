/** How long it takes from a sample to what the job says of it, at constant rates. */
@NullMarked
package org.feedhold.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
