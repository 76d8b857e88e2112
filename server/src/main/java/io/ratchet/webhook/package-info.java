// SPDX-License-Identifier: Apache-2.0

/**
 * Webhooks: others are told of changes to models, prompts and routes, on MLflow's wire, and of what
 * MLflow does not tell.
 *
 * <p>The journal is the outbox. A follower turns its entries into deliveries behind a durable
 * cursor, in the transaction that moves the cursor, so a change that was committed is told however
 * often a process dies. One process at a time sends for a webhook, by a lease on its row; it sends
 * in the order of the journal and tries again with growing pauses. A delivery that fails four times
 * lets later ones pass; one that fails to the last stays, marked dead, until somebody sends it
 * again.
 *
 * <p>Invariants: a receiver sees each delivery at least once, always under the same id; a secret is
 * never shown and is kept encrypted; nothing is sent to an address that is not public unless the
 * configuration allows it, which is checked of the very addresses that are connected to.
 *
 * <p>Never: changes anything but its own tables, or holds up the change that it tells of.
 */
@NullMarked
package io.ratchet.webhook;

import org.jspecify.annotations.NullMarked;
