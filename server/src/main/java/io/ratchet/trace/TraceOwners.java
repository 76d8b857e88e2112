// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.http.Request;

/** Those that traces belong to and that another room keeps. */
public interface TraceOwners {
  /** Where traces go whose sender names no run group. */
  String USUAL_GROUP = "0";

  /** What a request may see. */
  Scope of(Request request);

  /** What is seen where no request says more. */
  Scope usual();

  /** The run groups and runs of one project; those of others are not there. */
  interface Scope {
    /**
     * Refuses a run group that is not there, or that is deleted.
     *
     * @throws io.ratchet.base.Failure MISSING or INVALID, in MLflow's words
     */
    void requireGroup(String group);

    /** Whether there is such a run group, deleted or not. */
    boolean hasGroup(String group);

    /**
     * Refuses a run that is not there.
     *
     * @throws io.ratchet.base.Failure MISSING, in MLflow's words
     */
    void requireRun(String run);
  }
}
