// SPDX-License-Identifier: Apache-2.0

/** Archives that nobody should be able to harm us with. */
@NullMarked
package io.ratchet.backup;

import org.jspecify.annotations.NullMarked;
