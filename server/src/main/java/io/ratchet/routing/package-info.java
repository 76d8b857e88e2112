// SPDX-License-Identifier: Apache-2.0

/**
 * What is live: one route for each asset, and who gets which version.
 *
 * <p>A {@link io.ratchet.routing.Route} says which share of the units each version gets. {@link
 * io.ratchet.routing.Routes#change} alone writes it, together with the stages it implies and the
 * journal entry, in one transaction that compares the revision. Default version, stage production
 * and alias champion are views of the route and cannot disagree with it. Revisions are kept, and a
 * rollback is a new revision that restores an earlier one.
 *
 * <p>Invariants: resolving reads memory only and always yields a version, where need be the last
 * good one, and says so; a unit keeps its version as long as salt and shares stand; a change of
 * shares moves only as many units as it must, and none out of a version whose share grows.
 */
@NullMarked
package io.ratchet.routing;

import org.jspecify.annotations.NullMarked;
