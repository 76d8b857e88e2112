// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Problem;
import io.ratchet.base.Project;
import io.ratchet.evaluation.ArchivedDataset;
import io.ratchet.evaluation.EvaluationArchivePolicy;
import io.ratchet.tracking.ArchivePolicy;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The evaluation datasets that are here, with their groups by name. */
final class DatasetShelf implements Shelf<ArchivedDataset> {
  private static final int PAGE = 100;

  private final Target target;
  private final Project project;
  private final GroupNames groups;

  DatasetShelf(Target target, Project project, GroupNames groups) {
    this.target = target;
    this.project = project;
    this.groups = groups;
  }

  @Override
  public Kind kind() {
    return Kind.DATASETS;
  }

  @Override
  public @Nullable ArchivedDataset admit(JsonNode line, ArchivePolicy.Refused refused) {
    ArchivedDataset said = EvaluationLines.dataset(line);
    String what = "dataset " + Problem.shorten(said.name());
    if (!target.evaluation().taken(project.name(), List.of(said.id())).isEmpty()) {
      refused.add(what, "its id is a dataset's of another project here");
      return null;
    }
    List<String> known = said.groups().stream().filter(groups::has).toList();
    said.groups().stream()
        .filter(group -> !groups.has(group))
        .forEach(group ->
            refused.add(what + ", experiment " + Problem.shorten(group), "it is not here"));
    return EvaluationArchivePolicy.admit(said.in(known), refused::add);
  }

  @Override
  public String name(ArchivedDataset dataset) {
    return "dataset " + Problem.shorten(dataset.name());
  }

  @Override
  public ObjectNode line(ArchivedDataset dataset) {
    return EvaluationLines.of(dataset);
  }

  @Override
  public int add(Handle handle, List<ArchivedDataset> datasets) {
    List<ArchivedDataset> numbered =
        datasets.stream()
            .map(one -> one.in(one.groups().stream().map(groups::id).toList()))
            .toList();
    return target.evaluation().addDatasets(handle, project.name(), numbered);
  }

  private List<ArchivedDataset> named(List<ArchivedDataset> datasets) {
    return datasets.stream()
        .map(one -> one.in(one.groups().stream().map(groups::name).sorted().toList()))
        .toList();
  }

  @Override
  public List<ArchivedDataset> find(List<ArchivedDataset> like) {
    List<String> ids = like.stream().map(ArchivedDataset::id).toList();
    return named(target.evaluation().datasets(project.name(), ids));
  }

  @Override
  public List<ArchivedDataset> after(String key) {
    return named(target.evaluation().datasets(project.name(), key, PAGE));
  }
}
