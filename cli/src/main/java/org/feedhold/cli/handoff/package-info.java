/** Releasing parts to machines. */
@NullMarked
package org.feedhold.cli.handoff;

import org.jspecify.annotations.NullMarked;
