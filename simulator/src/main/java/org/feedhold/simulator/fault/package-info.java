/** What can be broken on purpose, and when. */
package org.feedhold.simulator.fault;
