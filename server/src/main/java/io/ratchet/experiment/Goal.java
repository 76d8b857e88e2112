// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

/**
 * What a metric has to do for a treatment to win, and what makes it lose.
 *
 * @param margin of a success metric: the least improvement wanted, in the metric's own unit; below
 *     0 it is the loss that is put up with. Of a guardrail: the largest worsening put up with, as a
 *     share of the control
 */
public record Goal(Metric metric, Role role, double margin) {

  /** Why a metric is looked at. */
  public enum Role {
    /** The treatment must be better. */
    SUCCESS,
    /** The treatment must not be worse by more than the margin. */
    GUARDRAIL,
    /** Shown only. */
    INFORMATION
  }
}
