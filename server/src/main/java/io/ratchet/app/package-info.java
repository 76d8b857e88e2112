// SPDX-License-Identifier: Apache-2.0

/**
 * The composition root: every component is created here and handed what it needs.
 *
 * <p>This is the one room that knows all others, reads the real clock and the real environment, and
 * may end the process. It holds no decisions of its own.
 */
@NullMarked
package io.ratchet.app;

import org.jspecify.annotations.NullMarked;
