/** Simulated machines: running them, driving them and breaking them. */
@NullMarked
package org.feedhold.cli.simulate;

import org.jspecify.annotations.NullMarked;
