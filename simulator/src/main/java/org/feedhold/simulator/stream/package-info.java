/** Simulated machines that run by the clock, write to Kafka and take commands. */
package org.feedhold.simulator.stream;
