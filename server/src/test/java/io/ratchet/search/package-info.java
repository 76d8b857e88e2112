// SPDX-License-Identifier: Apache-2.0

/** Tests of the language of filters and orders. */
@NullMarked
package io.ratchet.search;

import org.jspecify.annotations.NullMarked;
