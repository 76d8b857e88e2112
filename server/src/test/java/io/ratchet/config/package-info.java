// SPDX-License-Identifier: Apache-2.0

/** Tests of what the operator may ask for, and of what is said when it cannot be. */
@NullMarked
package io.ratchet.config;

import org.jspecify.annotations.NullMarked;
