// SPDX-License-Identifier: Apache-2.0

/**
 * The commands that talk to a running server, and nothing but its HTTP surface: whatever a command
 * can do, curl can do. Each prints a table for people, or with {@code --json} the server's answer.
 *
 * <p>Exit codes: 0 done, 1 the server refused or a check failed, 2 wrong usage, 5 no server
 * reachable.
 */
@NullMarked
package io.ratchet.cli;

import org.jspecify.annotations.NullMarked;
