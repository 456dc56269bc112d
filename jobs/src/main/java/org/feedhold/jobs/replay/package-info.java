/** The monitoring job over recorded telemetry: replaying a span of time, and explaining one recommendation. */
@NullMarked
package org.feedhold.jobs.replay;

import org.jspecify.annotations.NullMarked;
