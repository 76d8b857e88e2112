// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import io.ratchet.base.Failure;

/**
 * Where the artifacts of a thing begin, such as {@code mlflow-artifacts:/1/RUN/artifacts}; each
 * refuses with {@link Failure} MISSING what it does not know.
 */
public interface Roots {
  String ofRun(String run);

  String ofLoggedModel(String model);

  String ofVersion(String model, String version);
}
