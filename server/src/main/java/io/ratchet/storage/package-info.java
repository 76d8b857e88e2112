// SPDX-License-Identifier: Apache-2.0

/**
 * The only room that knows which database it is: SQLite in a file, or PostgreSQL.
 *
 * <p>Features write one SQL text for both engines ({@code ON CONFLICT ... RETURNING}, no engine
 * functions) and get a handle from {@link io.ratchet.storage.Database}. Times are stored as
 * milliseconds since 1970 UTC, money as integer nano-dollars, truth as 0 and 1, JSON as text.
 *
 * <p>Invariants: a write is one transaction and durable when {@code write} returns; writes on
 * SQLite are one at a time; a database that cannot be reached is a refusal UNAVAILABLE, never a
 * hang. Schema changes are the numbered files under {@code db/migration}; a published one never
 * changes.
 */
@NullMarked
package io.ratchet.storage;

import org.jspecify.annotations.NullMarked;
