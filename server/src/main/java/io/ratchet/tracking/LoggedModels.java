// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.base.Project;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.Database;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The logged models: made, described, measured and deleted. */
public final class LoggedModels {
  private final Database database;
  private final Supplier<String> ids;
  private final RunNames names;
  private final InstantSource time;

  /**
   * Logged models in a database.
   *
   * @param ids of models, 32 hexadecimal digits once their dashes are taken out
   */
  public LoggedModels(
      Database database, Supplier<String> ids, RandomGenerator chance, InstantSource time) {
    this.database = database;
    this.ids = ids;
    this.names = new RunNames(chance);
    this.time = time;
  }

  /** Where the files of a model are, whichever project's; empty where there is no such model. */
  public Optional<String> artifactRoot(String id) {
    return database.read(handle -> LoggedModelStore.artifactRoot(handle, id));
  }

  /** Where the files of a model are; empty where the project has no such model. */
  public Optional<String> artifactRoot(Project project, String id) {
    return database
        .read(handle -> LoggedModelStore.find(handle, project, id))
        .map(LoggedModel::artifactUri);
  }

  /**
   * Makes a model, whose files are still to come.
   *
   * @param name null for one that is made up
   * @param group of runs, as its id is written
   */
  LoggedModel create(
      Handle handle,
      Project project,
      String group,
      @Nullable String name,
      String modelType,
      String sourceRun,
      List<Param> params,
      List<Tag> tags) {
    RunGroup its = RunGroups.requireActive(handle, project, group);
    String id = "m-" + ids.get().replace("-", "");
    long now = time.millis();
    long number =
        LoggedModelStore.insert(
            handle,
            new LoggedModel(
                0,
                id,
                its.id(),
                name == null ? names.next() : name,
                ModelStatus.PENDING,
                modelType,
                sourceRun,
                its.artifactLocation() + "/models/" + id + "/artifacts",
                now,
                now,
                List.of(),
                List.of(),
                List.of()));
    LoggedModelStore.setTags(handle, number, tags);
    addParams(handle, number, id, params, Map.of());
    return require(handle, project, id);
  }

  LoggedModel get(Project project, String id) {
    return database.read(handle -> require(handle, project, id));
  }

  private static LoggedModel require(Handle handle, Project project, String id) {
    return LoggedModelStore.find(handle, project, id).orElseThrow(() -> missing(id));
  }

  private static Failure missing(String id) {
    return Refusals.missing("Logged model with ID '" + Problem.shorten(id) + "' not found.");
  }

  private LoggedModel change(Project project, String id, BiConsumer<Handle, LoggedModel> change) {
    return database.write(handle -> {
      LoggedModel model = require(handle, project, id);
      change.accept(handle, model);
      return LoggedModelStore.find(handle, project, id).orElse(model);
    });
  }

  LoggedModel setStatus(Project project, String id, ModelStatus status) {
    return change(
        project,
        id,
        (handle, model) ->
            LoggedModelStore.setStatus(handle, model.number(), status, time.millis()));
  }

  void delete(Project project, String id) {
    change(
        project,
        id,
        (handle, model) -> LoggedModelStore.setDeleted(handle, model.number(), time.millis()));
  }

  LoggedModel setTags(Project project, String id, List<Tag> tags) {
    return change(
        project,
        id,
        (handle, model) -> {
          LoggedModelStore.setTags(handle, model.number(), tags);
          LoggedModelStore.touch(handle, model.number(), time.millis());
        });
  }

  void deleteTag(Project project, String id, String key) {
    change(
        project,
        id,
        (handle, model) -> {
          if (!LoggedModelStore.deleteTag(handle, model.number(), key)) {
            throw Refusals.missing(
                "No tag with key '%s' found for model with ID '%s'."
                    .formatted(Problem.shorten(key), id));
          }
          LoggedModelStore.touch(handle, model.number(), time.millis());
        });
  }

  /** Adds parameters; one that is there already must have that value. */
  void addParams(Project project, String id, List<Param> params) {
    change(
        project,
        id,
        (handle, model) -> {
          LoggedModelStore.touch(handle, model.number(), time.millis()); // others wait for its row
          LoggedModel current = require(handle, project, id);
          Map<String, String> known = new HashMap<>();
          current.params().forEach(param -> known.put(param.key(), param.value()));
          addParams(handle, model.number(), id, params, known);
        });
  }

  private static void addParams(
      Handle handle, long number, String id, List<Param> params, Map<String, String> known) {
    Map<String, String> values = new HashMap<>(known);
    for (Param param : params) {
      String old = values.putIfAbsent(param.key(), param.value());
      if (old != null && !old.equals(param.value())) {
        throw Refusals.invalid(
            "Changing param values is not allowed. Param with key='%s' was already logged with"
                    .formatted(Problem.shorten(param.key()))
                + " value='%s' for logged model ID='%s'. Attempted logging new value '%s'."
                    .formatted(Problem.shorten(old), id, Problem.shorten(param.value())));
      }
    }
    LoggedModelStore.addParams(handle, number, params);
  }

  /** Adds metrics of models in the transaction of the run that logs them. */
  static void log(Handle handle, Project project, String runId, List<ModelMetric> metrics) {
    if (metrics.isEmpty()) {
      return;
    }
    Map<String, Long> models =
        LoggedModelStore.numbers(
            handle, project, metrics.stream().map(ModelMetric::model).distinct().toList());
    for (ModelMetric metric : metrics) {
      if (!models.containsKey(metric.model())) {
        throw missing(metric.model());
      }
    }
    RunInfo run = RunStore.find(handle, runId).orElseThrow(() -> RunPolicy.missing(runId));
    LoggedModelStore.addMetrics(handle, run.number(), models, metrics);
  }

  LoggedModelSearch.Result search(LoggedModelSearch query) {
    return database.read(query::run);
  }
}
