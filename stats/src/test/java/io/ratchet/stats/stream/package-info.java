// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.ratchet.stats.stream;

import org.jspecify.annotations.NullMarked;
