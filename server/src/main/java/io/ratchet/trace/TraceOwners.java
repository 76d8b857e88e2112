// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

/** Those that traces belong to and that another room keeps. */
public interface TraceOwners {
  /** Where traces go whose sender names no run group. */
  String USUAL_GROUP = "0";

  /**
   * Refuses a run group that is not there, or that is deleted.
   *
   * @throws io.ratchet.base.Failure MISSING or INVALID, in MLflow's words
   */
  void requireGroup(String group);

  /**
   * Refuses a run that is not there.
   *
   * @throws io.ratchet.base.Failure MISSING, in MLflow's words
   */
  void requireRun(String run);
}
