/** The whole of Feedhold in one process, on simulated machines that are broken on purpose. */
@NullMarked
package org.feedhold.cli.demo;

import org.jspecify.annotations.NullMarked;
