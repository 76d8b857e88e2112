// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Problem;
import io.ratchet.base.Project;
import io.ratchet.evaluation.ArchivedScorer;
import io.ratchet.evaluation.EvaluationArchivePolicy;
import io.ratchet.tracking.ArchivePolicy;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The scorers that are here, with their groups by name. */
final class ScorerShelf implements Shelf<ArchivedScorer> {
  private static final int PAGE = 100;

  private final Target target;
  private final Project project;
  private final GroupNames groups;

  ScorerShelf(Target target, Project project, GroupNames groups) {
    this.target = target;
    this.project = project;
    this.groups = groups;
  }

  @Override
  public Kind kind() {
    return Kind.SCORERS;
  }

  @Override
  public @Nullable ArchivedScorer admit(JsonNode line, ArchivePolicy.Refused refused) {
    ArchivedScorer said = EvaluationLines.scorer(line);
    String reason = groups.has(said.group()) ? null : "its experiment is not here";
    if (reason == null) {
      reason = EvaluationArchivePolicy.refuse(said);
    }
    if (reason == null && target.evaluation().isTaken(project.name(), numbered(said))) {
      reason = "its id is another scorer's here";
    }
    if (reason != null) {
      refused.add(name(said), reason);
      return null;
    }
    return said;
  }

  private ArchivedScorer numbered(ArchivedScorer scorer) {
    return scorer.in(groups.id(scorer.group()));
  }

  private List<ArchivedScorer> named(List<ArchivedScorer> scorers) {
    return scorers.stream().map(one -> one.in(groups.name(one.group()))).toList();
  }

  @Override
  public String name(ArchivedScorer scorer) {
    return "scorer %s, version %d".formatted(Problem.shorten(scorer.name()), scorer.version());
  }

  @Override
  public ObjectNode line(ArchivedScorer scorer) {
    return EvaluationLines.of(scorer);
  }

  @Override
  public ObjectNode compared(ArchivedScorer scorer) {
    return line(scorer).without("id");
  }

  /** A scorer may have another id here: it was registered under the same name. */
  @Override
  public String key(ArchivedScorer scorer) {
    return "%s/%s/%d".formatted(scorer.group(), scorer.name(), scorer.version());
  }

  @Override
  public int add(Handle handle, List<ArchivedScorer> scorers) {
    return target
        .evaluation()
        .addScorers(handle, project.name(), scorers.stream().map(this::numbered).toList());
  }

  @Override
  public List<ArchivedScorer> find(List<ArchivedScorer> like) {
    return named(
        like.stream()
            .flatMap(one -> target.evaluation().like(project.name(), numbered(one)).stream())
            .toList());
  }

  @Override
  public List<ArchivedScorer> after(String key) {
    String[] parts = key.isEmpty() ? new String[] {"", "0"} : key.split("/", 2);
    return named(
        target.evaluation().scorers(project.name(), parts[0], Integer.parseInt(parts[1]), PAGE));
  }
}
