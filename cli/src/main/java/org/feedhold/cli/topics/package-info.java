/** Creating and listing Feedhold's topics. */
@NullMarked
package org.feedhold.cli.topics;

import org.jspecify.annotations.NullMarked;
