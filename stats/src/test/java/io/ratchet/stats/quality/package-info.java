// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.ratchet.stats.quality;

import org.jspecify.annotations.NullMarked;
