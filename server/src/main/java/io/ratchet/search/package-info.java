// SPDX-License-Identifier: Apache-2.0

/**
 * The language in which MLflow's clients search: a filter text becomes an {@link
 * io.ratchet.search.Expression}, a list of order clauses an {@link io.ratchet.search.Ordering}.
 *
 * <p>Everything the original accepts means the same here; beyond it there are OR, NOT, parentheses,
 * IN for every text and IS NULL for every key. What may be asked of a thing is its {@link
 * io.ratchet.search.Grammar}. An expression has two readers that agree: {@link
 * io.ratchet.search.Matcher} over values in memory and {@link io.ratchet.search.Where} as SQL, the
 * same text for every engine.
 *
 * <p>Invariants: a comparison is true or false, never unknown, so NOT is the complement; a key that
 * is absent matches IS NULL alone; NaN matches != alone; texts of a user reach SQL as bindings
 * only; length, clauses and depth are bounded, and a text that is not in the language is refused,
 * never guessed at.
 *
 * <p>Never: knows a table, or touches a database.
 */
@NullMarked
package io.ratchet.search;

import org.jspecify.annotations.NullMarked;
