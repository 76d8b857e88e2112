// SPDX-License-Identifier: Apache-2.0

/** Tests of the decisions about training anew; the whole is tested from outside. */
@NullMarked
package io.ratchet.retrain;

import org.jspecify.annotations.NullMarked;
