/** Checking, publishing and showing process models. */
@NullMarked
package org.feedhold.cli.models;

import org.jspecify.annotations.NullMarked;
