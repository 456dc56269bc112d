/** Fixtures for the tests of the modules above twin and kafka. */
@NullMarked
package org.feedhold.testing;

import org.jspecify.annotations.NullMarked;
