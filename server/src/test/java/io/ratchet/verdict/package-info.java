// SPDX-License-Identifier: Apache-2.0

/** Tests of routes and of prompts as they are seen from outside. */
@NullMarked
package io.ratchet.verdict;

import org.jspecify.annotations.NullMarked;
