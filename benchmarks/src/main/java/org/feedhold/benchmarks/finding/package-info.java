/** What a system has found in the log, so that only systems that find the same are compared. */
@NullMarked
package org.feedhold.benchmarks.finding;

import org.jspecify.annotations.NullMarked;
