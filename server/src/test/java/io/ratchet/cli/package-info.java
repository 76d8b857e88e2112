// SPDX-License-Identifier: Apache-2.0

/** The commands, run in process against a real HTTP server that answers from a script. */
@NullMarked
package io.ratchet.cli;

import org.jspecify.annotations.NullMarked;
