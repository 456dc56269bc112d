/** {@code feedhold replay}, {@code diff} and {@code why}: the audit trail. */
@NullMarked
package org.feedhold.cli.replay;

import org.jspecify.annotations.NullMarked;
