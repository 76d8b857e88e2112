// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.Project;
import io.ratchet.journal.Journal;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The groups of runs, which MLflow calls experiments. */
public final class RunGroups {
  private static final Pattern WHOLE = Pattern.compile("-?\\d+");

  /** The name of the folder that holds the files of a group: its id. */
  private static final Pattern GROUP_FOLDER = Pattern.compile("0|[1-9]\\d{0,17}");

  /** What the locations begin with whose files this server keeps. */
  private static final String KEPT = "mlflow-artifacts:";

  private final Database database;
  private final Journal journal;
  private final InstantSource time;

  public RunGroups(Database database, Journal journal, InstantSource time) {
    this.database = database;
    this.journal = journal;
    this.time = time;
  }

  /** Makes the groups ready that everybody expects. */
  public void prepare() {
    database.change(handle -> RunGroupStore.date(handle, time.millis()));
  }

  /** A group by its id as clients write it. */
  public RunGroup get(Project project, String id) {
    long number = number(id);
    return database
        .read(handle -> RunGroupStore.find(handle, project, number))
        .orElseThrow(() -> missing(id));
  }

  /** The project of a group, deleted ones too, by its id as clients write it. */
  public Optional<Project> project(String id) {
    long number = number(id);
    return database.read(handle -> RunGroupStore.project(handle, number));
  }

  /** The projects that have groups, deleted ones too. */
  public Set<Project> projects() {
    return database.read(RunGroupStore::projects);
  }

  /**
   * Whether the files at a path belong to a project: those below the id of a group are its
   * project's, all others the default one's.
   *
   * @param path names with slashes between them, as artifacts are kept
   */
  public boolean holds(Project project, String path) {
    return database.read(handle -> holds(handle, project, path));
  }

  private static boolean holds(Handle handle, Project project, String path) {
    String top = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
    Optional<Project> owner =
        GROUP_FOLDER.matcher(top).matches()
            ? RunGroupStore.project(handle, Long.parseLong(top))
            : Optional.empty();
    return owner.orElse(Project.DEFAULT).equals(project);
  }

  /** Refuses to keep the files of a new group among those of other projects. */
  private static void requireOwn(Handle handle, Project project, String location) {
    if (!location.startsWith(KEPT)) {
      return;
    }
    String path = location.substring(KEPT.length()).replaceFirst("^//[^/]*", "");
    if (!holds(handle, project, path.replaceFirst("^/", ""))) {
      throw Refusals.invalid(
          "The artifact location "
              + Problem.shorten(location)
              + " belongs to another project. Leave artifact_location out.");
    }
  }

  public Optional<RunGroup> find(Project project, String name) {
    return database.read(handle -> RunGroupStore.find(handle, project, name));
  }

  /** The group of that name, made where there is none; for runs that the server makes itself. */
  public RunGroup getOrCreate(Project project, String name, String actor) {
    return database.write(handle -> getOrCreate(handle, project, name, actor));
  }

  /** As {@link #getOrCreate(Project, String, String)}, in a transaction of its caller. */
  public RunGroup getOrCreate(Handle handle, Project project, String name, String actor) {
    if (RunGroupStore.find(handle, project, name).isEmpty()) {
      RunGroupStore.insert(handle, project, name, null, time.millis())
          .ifPresent(id -> journal(handle, "run_group.created", id, name, actor));
    }
    return RunGroupStore.find(handle, project, name).orElseThrow();
  }

  /** Adds a group in a transaction; answers its id. */
  long create(
      Handle handle,
      Project project,
      String name,
      @Nullable String location,
      List<Tag> tags,
      String actor) {
    if (location != null) {
      requireOwn(handle, project, location);
    }
    long id =
        RunGroupStore.insert(handle, project, name, location, time.millis())
            .orElseThrow(() -> taken(name));
    RunGroupStore.setTags(handle, id, tags);
    journal(handle, "run_group.created", id, name, actor);
    return id;
  }

  void rename(Project project, String id, String name, String actor) {
    change(
        project,
        id,
        group -> {
          if (group.isDeleted()) {
            throw Refusals.invalid("Cannot rename a non-active experiment.");
          }
          return handle -> {
            if (!RunGroupStore.rename(handle, group.id(), name, time.millis())) {
              throw taken(name);
            }
            journal(handle, "run_group.renamed", group.id(), name, actor);
          };
        });
  }

  /** Deletes a group with its runs, until it is restored. */
  void delete(Project project, String id, String actor) {
    long now = time.millis();
    change(
        project,
        id,
        group -> {
          if (group.isDeleted()) {
            throw missing(id);
          }
          return handle -> {
            var _ = RunGroupStore.setDeleted(handle, group.id(), now, now);
            RunStore.setAllDeleted(handle, group.id(), now);
            journal(handle, "run_group.deleted", group.id(), group.name(), actor);
          };
        });
  }

  /** Restores a group with all its runs. */
  void restore(Project project, String id, String actor) {
    change(
        project,
        id,
        group -> {
          if (!group.isDeleted()) {
            throw missing(id);
          }
          return handle -> {
            if (!RunGroupStore.setDeleted(handle, group.id(), null, time.millis())) {
              throw missing(id); // it went for good meanwhile
            }
            RunStore.setAllDeleted(handle, group.id(), null);
            journal(handle, "run_group.restored", group.id(), group.name(), actor);
          };
        });
  }

  void setTag(Project project, String id, Tag tag) {
    change(
        project,
        id,
        group -> {
          requireActive(group);
          return handle -> RunGroupStore.setTags(handle, group.id(), List.of(tag));
        });
  }

  void deleteTag(Project project, String id, String key) {
    change(
        project,
        id,
        group -> {
          requireActive(group);
          return handle -> {
            if (!RunGroupStore.deleteTag(handle, group.id(), key)) {
              throw Refusals.missing(
                  "No tag with name: %s in experiment with id %s"
                      .formatted(Problem.shorten(key), group.id()));
            }
          };
        });
  }

  private interface Step {
    void take(Handle handle);
  }

  private void change(Project project, String id, Function<RunGroup, Step> decision) {
    long number = number(id);
    database.change(handle ->
        decision
            .apply(RunGroupStore.find(handle, project, number).orElseThrow(() -> missing(id)))
            .take(handle));
  }

  /** An active group, for a run that is to be made in it. */
  static RunGroup requireActive(Handle handle, Project project, String id) {
    RunGroup group = RunGroupStore.find(handle, project, number(id)).orElseThrow(() -> missing(id));
    requireActive(group);
    return group;
  }

  private static void requireActive(RunGroup group) {
    if (group.isDeleted()) {
      throw Refusals.invalid(
          "The experiment "
              + group.id()
              + " must be in the 'active' state. Current state is deleted.");
    }
  }

  /** The number of an id; one too large for any group stands for none. */
  static long number(String id) {
    if (!WHOLE.matcher(id).matches()) {
      throw Refusals.invalid(
          "Invalid experiment ID '"
              + Problem.shorten(id)
              + "'. Experiment ID must be a valid integer.");
    }
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static Failure missing(String id) {
    return Refusals.missing("No Experiment with id=" + Problem.shorten(id) + " exists");
  }

  private static Failure taken(String name) {
    return new Failure(
        ErrorCode.EXISTS, "Experiment(name=" + Problem.shorten(name) + ") already exists.", "");
  }

  private void journal(Handle handle, String type, long id, String name, String actor) {
    ObjectNode detail = Json.object().put("id", Long.toString(id)).put("name", name);
    journal.append(handle, type, "", "", actor, detail);
  }
}
