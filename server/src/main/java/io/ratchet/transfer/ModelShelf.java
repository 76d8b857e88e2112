// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Problem;
import io.ratchet.base.Project;
import io.ratchet.tracking.ArchivePolicy;
import io.ratchet.tracking.ArchivedModel;
import io.ratchet.tracking.LoggedModel;
import io.ratchet.tracking.ModelArchivePolicy;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The logged models that are here. */
final class ModelShelf implements Shelf<ArchivedModel> {
  private static final int PAGE = 50;

  private final Target target;
  private final Project project;
  private final GroupNames groups;
  private final Place place;
  private final boolean dryRun;

  /**
   * A project's logged models.
   *
   * @param place where the files of what is imported are to be
   */
  ModelShelf(Target target, Project project, GroupNames groups, Place place, boolean dryRun) {
    this.target = target;
    this.project = project;
    this.groups = groups;
    this.place = place;
    this.dryRun = dryRun;
  }

  @Override
  public Kind kind() {
    return Kind.LOGGED_MODELS;
  }

  @Override
  public @Nullable ArchivedModel admit(JsonNode line, ArchivePolicy.Refused refused) {
    ArchivedModel said = ModelLines.read(line);
    String what = "logged model " + Problem.shorten(said.id());
    if (!groups.has(said.group())) {
      refused.add(what, "its experiment is not here");
      return null;
    }
    if (!target.models().taken(project, List.of(said.id())).isEmpty()) {
      refused.add(what, "its id is a model's of another project here");
      return null;
    }
    Set<String> runs =
        said.metrics().stream().map(LoggedModel.Score::run).collect(Collectors.toSet());
    Set<String> known = dryRun ? runs : target.runs().known(project, runs);
    return ModelArchivePolicy.admit(
        Completed.of(said, place.of(said.artifactUri())), known::contains, refused);
  }

  @Override
  public String name(ArchivedModel model) {
    return "logged model " + model.id();
  }

  @Override
  public ObjectNode line(ArchivedModel model) {
    return ModelLines.of(model);
  }

  /** Where its files are is not compared: it is said relative to where the group has its own. */
  @Override
  public ObjectNode compared(ArchivedModel model) {
    return line(model).without("artifact_uri");
  }

  @Override
  public int add(Handle handle, List<ArchivedModel> models) {
    return target.models().add(handle, project, models);
  }

  @Override
  public List<ArchivedModel> find(List<ArchivedModel> like) {
    return target.models().models(project, like.stream().map(ArchivedModel::id).toList());
  }

  @Override
  public List<ArchivedModel> after(String key) {
    return target.models().models(project, key, PAGE);
  }
}
