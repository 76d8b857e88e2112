// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.ratchet.stats.bayes;

import org.jspecify.annotations.NullMarked;
