/** The systems that are compared; each drains the same log in a process of its own. */
@NullMarked
package org.feedhold.benchmarks.system;

import org.jspecify.annotations.NullMarked;
