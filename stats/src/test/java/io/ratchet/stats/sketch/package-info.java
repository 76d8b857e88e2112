// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.ratchet.stats.sketch;

import org.jspecify.annotations.NullMarked;
