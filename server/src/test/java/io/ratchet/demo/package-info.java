// SPDX-License-Identifier: Apache-2.0

/** The demonstration: its trace, its pacing on a clock of the test, its replay over real HTTP. */
@NullMarked
package io.ratchet.demo;

import org.jspecify.annotations.NullMarked;
