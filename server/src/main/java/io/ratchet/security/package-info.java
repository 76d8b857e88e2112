// SPDX-License-Identifier: Apache-2.0

/**
 * Who may do what: API keys with a role, and the gate that asks for them.
 *
 * <p>Without any key the server is open to whoever reaches its loopback address, and to nobody
 * else; the first key closes it. A key is shown once, when it is made; the database holds its
 * SHA-256, which is enough for a secret of 256 random bits. A key may be bound to one project: it
 * opens nothing of another one, and nothing that belongs to the whole server. The gate answers from
 * memory, so that requests pass when the database is down.
 */
@NullMarked
package io.ratchet.security;

import org.jspecify.annotations.NullMarked;
