/** How the cost of a sample grows with the log, the fleet and its faults. */
@NullMarked
package org.feedhold.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
