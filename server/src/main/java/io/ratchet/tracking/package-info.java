// SPDX-License-Identifier: Apache-2.0

/**
 * Training and evaluation runs on MLflow's wire: groups of runs (MLflow's experiments), runs, and
 * the parameters, tags and metrics that are logged to them.
 *
 * <p>A run has a number that stands for it in every other table; a metric of a run has one that
 * stands for both among its points. The latest value of each metric is kept beside the points with
 * the group of its run, so that a search by a metric walks an index and stops. What many clients
 * log at once is committed together ({@link io.ratchet.tracking.WriteCombiner}).
 *
 * <p>Invariants: an answer follows the commit; a request is checked whole before any of it is
 * written; a parameter never changes; the latest value of a metric is the greatest by step, time
 * and value whoever writes it; the same point twice is one point; what belongs to another project
 * is not found. Whole numbers go out as numbers, what is no number as the text NaN, infinities as
 * the largest finite numbers.
 *
 * <p>Never: touches the files of a run, or decides anything about versions.
 */
@NullMarked
package io.ratchet.tracking;

import org.jspecify.annotations.NullMarked;
