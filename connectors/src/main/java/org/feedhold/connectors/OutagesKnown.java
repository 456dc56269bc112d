package org.feedhold.connectors;

import java.util.HashMap;
import org.apache.flink.api.connector.source.SourceEvent;
import org.feedhold.twin.acquisition.Outages;

/**
 * All that is known of outages, by split: a reader tells the coordinator when it learns more; the coordinator tells a reader
 * before that reads its first record. So a job that fails because Kafka is away knows why its log has a gap.
 */
record OutagesKnown(HashMap<String, Outages> bySplit) implements SourceEvent {}
