// SPDX-License-Identifier: Apache-2.0

/** Tests of files by path. */
@NullMarked
package io.ratchet.artifact;

import org.jspecify.annotations.NullMarked;
