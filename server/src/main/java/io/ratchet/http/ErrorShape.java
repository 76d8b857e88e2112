// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import io.ratchet.base.Failure;

/** How one wire writes refusals. A path without a route is refused as the routes beside it do. */
@FunctionalInterface
public interface ErrorShape {
  Answer refusal(Failure failure);

  /** The refusal of a path that nothing is at. */
  default Answer unknownPath(Failure failure) {
    return refusal(failure);
  }
}
