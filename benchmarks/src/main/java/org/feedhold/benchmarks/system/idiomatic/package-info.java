/**
 * The job as a good engineer would write it in a day: POJOs bound by Jackson, Flink's own source and sink, list state, and
 * every sample into Flink CEP, one pattern for each rule.
 */
@NullMarked
package org.feedhold.benchmarks.system.idiomatic;

import org.jspecify.annotations.NullMarked;
