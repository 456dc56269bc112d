package org.feedhold.cli.cluster;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a process of a cluster is.
 *
 * @param name its name
 * @param process the process, if it runs
 * @param address what clients connect to; empty for a process that only others of the cluster talk to
 * @param log its log
 */
public record NodeState(String name, Optional<ProcessHandle> process, String address, Path log) {}
