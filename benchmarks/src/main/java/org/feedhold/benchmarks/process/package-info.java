/** Programs that run in processes of their own, each with a class path of its own. */
@NullMarked
package org.feedhold.benchmarks.process;

import org.jspecify.annotations.NullMarked;
