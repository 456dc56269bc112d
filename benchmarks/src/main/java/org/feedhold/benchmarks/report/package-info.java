/** From measurements to ratios, and to pages. */
@NullMarked
package org.feedhold.benchmarks.report;

import org.jspecify.annotations.NullMarked;
