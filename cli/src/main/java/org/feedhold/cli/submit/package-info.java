/** The monitoring job on a Flink cluster: submitting, listing, stopping. */
@NullMarked
package org.feedhold.cli.submit;

import org.jspecify.annotations.NullMarked;
