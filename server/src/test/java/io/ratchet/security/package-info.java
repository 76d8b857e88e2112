// SPDX-License-Identifier: Apache-2.0

/** Tests of who may pass. */
@NullMarked
package io.ratchet.security;

import org.jspecify.annotations.NullMarked;
