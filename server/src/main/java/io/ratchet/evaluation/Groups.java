// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.base.Failure;
import io.ratchet.http.Request;

/** The groups of runs, as far as datasets and scorers have to do with them. */
public interface Groups {
  /** The project that a request is about. */
  String project(Request request);

  /**
   * The proper form of an id.
   *
   * @throws Failure MISSING or INVALID where the project has no active group with it
   */
  String require(String project, String id);
}
