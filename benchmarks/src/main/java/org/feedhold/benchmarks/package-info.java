/** {@code feedhold bench}: the job beside its peers, measured. */
@NullMarked
package org.feedhold.benchmarks;

import org.jspecify.annotations.NullMarked;
