/** {@code feedhold score}: joins what was injected with what the job wrote. */
package org.feedhold.cli.score;
