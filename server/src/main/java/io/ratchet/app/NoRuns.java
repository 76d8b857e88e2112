// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.artifact.Roots;
import io.ratchet.mlflow.Refusals;

/** Knows no run and no logged model. */
final class NoRuns implements Roots {
  @Override
  public String ofRun(String run) {
    throw Refusals.missing("Run with id=" + run + " not found");
  }

  @Override
  public String ofLoggedModel(String model) {
    throw Refusals.missing("Logged model with ID '" + model + "' not found.");
  }

  @Override
  public String ofVersion(String model, String version) {
    throw Refusals.missing("Model Version (name=" + model + ", version=" + version + ") not found");
  }
}
