// SPDX-License-Identifier: Apache-2.0

/**
 * Trials between versions of one asset: from a plan, over live traffic, to a verdict and a move.
 *
 * <p>While an experiment runs it owns the route of its asset, and the route alone tells the data
 * plane who gets which arm; nothing is asked here to serve a request. Calls are followed by a
 * cursor and added up per unit, so an analysis costs the number of units and never that of calls,
 * and first catches up with every acknowledged call.
 *
 * <p>Invariants: a state, the route and the journal move in one transaction; what decides by itself
 * reads always-valid bounds only; what is shown beside them, for a fixed horizon, is labelled so.
 * Deciding is pure: {@link io.ratchet.experiment.LifecyclePolicy}, {@link
 * io.ratchet.verdict.AnalysisPolicy} and {@link io.ratchet.verdict.VerdictPolicy} get values and
 * give values.
 *
 * <p>It never serves, never writes a call, and never moves a route but through {@link
 * io.ratchet.routing.Routes}.
 */
@NullMarked
package io.ratchet.experiment;

import org.jspecify.annotations.NullMarked;
