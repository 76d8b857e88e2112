// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Project;
import io.ratchet.http.Request;
import io.ratchet.mlflow.Refusals;
import io.ratchet.trace.TraceOwners;
import io.ratchet.tracking.RunGroup;
import io.ratchet.tracking.RunGroups;
import io.ratchet.tracking.Runs;

/** The run groups and runs that traces belong to, each within its project. */
final class TrackedOwners implements TraceOwners {
  private final RunGroups groups;
  private final Runs runs;

  TrackedOwners(RunGroups groups, Runs runs) {
    this.groups = groups;
    this.runs = runs;
  }

  @Override
  public Scope of(Request request) {
    return new OfProject(request.project());
  }

  @Override
  public Scope usual() {
    return new OfProject(Project.DEFAULT);
  }

  private final class OfProject implements Scope {
    private final Project project;

    OfProject(Project project) {
      this.project = project;
    }

    @Override
    public void requireGroup(String id) {
      RunGroup group = groups.get(project, id);
      if (group.isDeleted()) {
        throw Refusals.invalid(
            "The experiment %s must be in the 'active' state. Current state is deleted."
                .formatted(id));
      }
    }

    @Override
    public boolean hasGroup(String id) {
      try {
        groups.get(project, id);
        return true;
      } catch (Failure e) {
        if (e.code() == ErrorCode.MISSING || e.code() == ErrorCode.INVALID) {
          return false;
        }
        throw e;
      }
    }

    @Override
    public void requireRun(String id) {
      runs.get(project, id);
    }
  }
}
