/** {@code feedhold bench} and {@code feedhold size}: what a fleet costs, measured, and what follows for another one. */
@NullMarked
package org.feedhold.cli.bench;

import org.jspecify.annotations.NullMarked;
