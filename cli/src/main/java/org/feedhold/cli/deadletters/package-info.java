/** Looking at dead letters, and sending them back. */
@NullMarked
package org.feedhold.cli.deadletters;

import org.jspecify.annotations.NullMarked;
