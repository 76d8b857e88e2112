// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Failure;
import io.ratchet.http.Handler;

/** Hints for refusals that have none, since MLflow's clients look at their words. */
final class Advice {
  private Advice() {}

  /** The same handler for clients of our own. */
  static Handler to(Handler handler) {
    return request -> {
      try {
        return handler.handle(request);
      } catch (Failure e) {
        throw e.hint().isEmpty() ? advised(e) : e;
      }
    };
  }

  private static Failure advised(Failure failure) {
    return new Failure(
        failure.code(),
        failure.message(),
        "see GET /api/runs and GET /api/run-groups for what there is, and the reference for what a"
            + " filter, an order and a name may be",
        failure.problems(),
        failure);
  }
}
