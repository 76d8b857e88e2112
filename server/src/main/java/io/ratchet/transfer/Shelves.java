// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Project;
import java.util.Optional;

/** The shelves of a project. */
final class Shelves {
  private final Target target;
  private final Project project;
  private final GroupNames groups;
  private final Place place;
  private final SpanFiles files;
  private final boolean dryRun;

  private Shelves(
      Target target,
      Project project,
      GroupNames groups,
      Place place,
      SpanFiles files,
      boolean dryRun) {
    this.target = target;
    this.project = project;
    this.groups = groups;
    this.place = place;
    this.files = files;
    this.dryRun = dryRun;
  }

  /** Those that are read out. */
  static Shelves of(Target target, Project project) {
    return new Shelves(
        target,
        project,
        new GroupNames(target, project),
        new Place(false),
        new SpanFiles(Optional.empty()),
        false);
  }

  /** Those that an import fills, once its groups are here. */
  static Shelves of(Target target, ImportPlan plan, Source source, Optional<FileSource> files) {
    GroupNames groups = new GroupNames(target, plan.project());
    if (plan.dryRun()) {
      groups.expect(source.groups());
    }
    return new Shelves(
        target,
        plan.project(),
        groups,
        new Place(plan.movesFiles()),
        new SpanFiles(files),
        plan.dryRun());
  }

  Shelf<?> get(Kind kind) {
    return switch (kind) {
      case LOGGED_MODELS -> new ModelShelf(target, project, groups, place, dryRun);
      case TRACES -> new TraceShelf(target, groups, files);
      case DATASETS -> new DatasetShelf(target, project, groups);
      case RECORDS -> new RecordShelf(target, project, dryRun);
      case SCORERS -> new ScorerShelf(target, project, groups);
    };
  }
}
