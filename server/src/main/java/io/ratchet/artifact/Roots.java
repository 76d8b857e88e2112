// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import io.ratchet.base.Failure;
import io.ratchet.http.Request;

/**
 * Where the artifacts of a thing begin, such as {@code mlflow-artifacts:/1/RUN/artifacts}, for who
 * sent a request; each refuses with {@link Failure} MISSING what the request's project does not
 * have.
 */
public interface Roots {
  /** Whether what is at a path, or is to be there, is the request's project's. */
  boolean holds(Request request, ArtifactPath path);

  String ofRun(Request request, String run);

  String ofLoggedModel(Request request, String model);

  String ofVersion(Request request, String model, String version);
}
