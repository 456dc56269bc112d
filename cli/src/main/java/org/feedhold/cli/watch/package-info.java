/** Looking at topics as any Kafka consumer does. */
@NullMarked
package org.feedhold.cli.watch;

import org.jspecify.annotations.NullMarked;
