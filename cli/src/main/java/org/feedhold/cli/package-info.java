/** The feedhold command: its options, its messages and its exit codes. */
@NullMarked
package org.feedhold.cli;

import org.jspecify.annotations.NullMarked;
