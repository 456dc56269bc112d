/** Running the monitoring job in this JVM. */
@NullMarked
package org.feedhold.cli.run;

import org.jspecify.annotations.NullMarked;
