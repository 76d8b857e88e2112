// SPDX-License-Identifier: Apache-2.0

/** How long the figures of a version, a comparison and a series take when there were many calls. */
@NullMarked
package io.ratchet.bench.windows;

import org.jspecify.annotations.NullMarked;
