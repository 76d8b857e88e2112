// SPDX-License-Identifier: Apache-2.0

/** Tests of the models at work, from outside: real files, a real server, real requests. */
@NullMarked
package io.ratchet.serving;

import org.jspecify.annotations.NullMarked;
