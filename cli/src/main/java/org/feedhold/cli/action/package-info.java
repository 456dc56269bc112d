/** {@code feedhold check} and {@code feedhold tool-change}: what an operator did at a machine. */
@NullMarked
package org.feedhold.cli.action;

import org.jspecify.annotations.NullMarked;
