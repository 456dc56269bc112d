package org.feedhold.connectors;

import org.apache.flink.api.connector.source.SourceEvent;

/** Tells a reader that the partitions known today have been given out: if it has none, it is idle. */
record PartitionsGivenOut() implements SourceEvent {}
