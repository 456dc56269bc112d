/** Simulated machines, their process, their profiles and the truth about them; pure and repeatable by seed. */
package org.feedhold.simulator;
