// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.mlflow.Refusals;
import io.ratchet.trace.TraceOwners;
import java.util.regex.Pattern;

/** Takes every well-formed id for one that is there. */
final class UncheckedOwners implements TraceOwners {
  private static final Pattern GROUP = Pattern.compile("[0-9]{1,19}");
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,255}");

  @Override
  public void requireGroup(String group) {
    if (!GROUP.matcher(group).matches()) {
      throw Refusals.missing("No Experiment with id=" + group + " exists");
    }
  }

  @Override
  public void requireRun(String run) {
    if (!RUN.matcher(run).matches()) {
      throw Refusals.missing("Run with id=" + run + " not found");
    }
  }
}
