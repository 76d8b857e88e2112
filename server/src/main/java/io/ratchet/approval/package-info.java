// SPDX-License-Identifier: Apache-2.0

/**
 * Approvals: somebody asks that a version of a protected asset goes into production, others agree
 * or refuse, and the last vote that is needed promotes it.
 *
 * <p>Invariants: nobody votes on what they asked for, and nobody twice; one refusal ends a request,
 * and so does its author, who alone may take it back; vote, promotion and journal entry are one
 * transaction, so an approval that is recorded has moved the route. A request that nobody decided
 * within a week is over.
 *
 * <p>Never: keeps a trial or a rollback waiting.
 */
@NullMarked
package io.ratchet.approval;

import org.jspecify.annotations.NullMarked;
