/** What a run of the job has written, and how two runs differ. */
@NullMarked
package org.feedhold.kafka.audit;

import org.jspecify.annotations.NullMarked;
