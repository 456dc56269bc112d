/** The log that all systems read. */
@NullMarked
package org.feedhold.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
