// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

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
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The runs: made, written to, read, deleted and restored. */
public final class Runs {
  private final Database database;
  private final Journal journal;
  private final Supplier<String> ids;
  private final RunNames names;
  private final InstantSource time;
  private final WriteCombiner<Write> writer;
  private final RunFeed feed;
  private final RunWriter rows;

  /**
   * Runs in a database.
   *
   * @param ids of runs, 32 hexadecimal digits once their dashes are taken out
   */
  public Runs(
      Database database,
      Journal journal,
      Supplier<String> ids,
      RandomGenerator chance,
      InstantSource time,
      TrackingConfig config) {
    this.database = database;
    this.journal = journal;
    this.ids = ids;
    this.names = new RunNames(chance);
    this.time = time;
    this.feed = new RunFeed();
    this.rows = new RunWriter(database.engine().rowsTogether());
    this.writer =
        new WriteCombiner<>(
            this::commit, Write::rows, config.rowsPerCommit(), config.maxWaitingWrites());
  }

  /** The run of that id, whichever project it belongs to. */
  public Optional<Run> find(String id) {
    return database.read(
        handle -> RunStore.find(handle, id).map(run -> RunReader.read(handle, run)));
  }

  /** Where the files of a run are; empty where there is no such run. */
  public Optional<String> artifactRoot(String id) {
    return database.read(handle -> RunStore.find(handle, id)).map(RunInfo::artifactUri);
  }

  /**
   * Where the files of a run are.
   *
   * @throws Failure MISSING where the project has none
   */
  public String artifactRoot(Project project, String id) {
    return database
        .read(handle -> RunStore.find(handle, project, id))
        .orElseThrow(() -> RunPolicy.missing(id))
        .artifactUri();
  }

  /**
   * The run of that id.
   *
   * @throws Failure MISSING where the project has none
   */
  public Run get(Project project, String id) {
    return database.read(handle -> {
      RunInfo run = RunStore.find(handle, project, id).orElseThrow(() -> RunPolicy.missing(id));
      return RunReader.read(handle, run);
    });
  }

  /** Whether there is a run of that id, in a transaction of its caller. */
  public boolean has(Handle handle, String id) {
    return RunStore.find(handle, id).isPresent();
  }

  /** Makes a run with all that it logged, for runs that the server makes itself. */
  public Run create(NewRun run) {
    return database.write(handle -> create(handle, run));
  }

  /** As {@link #create(NewRun)}, in a transaction of its caller. */
  public Run create(Handle handle, NewRun run) {
    RunGroup group = RunGroups.requireActive(handle, run.project(), run.group());
    String id = run.id() == null ? ids.get().replace("-", "") : run.id();
    String artifacts = run.artifactUri();
    String name = nameOf(run);
    RunInfo info =
        new RunInfo(
            0,
            id,
            group.id(),
            name,
            run.userId(),
            run.status(),
            run.startTime() == null ? time.millis() : run.startTime(),
            run.endTime(),
            artifacts == null ? group.artifactLocation() + "/" + id + "/artifacts" : artifacts,
            false);
    RunStore.insert(handle, info);
    rows.applyOrRefuse(
        handle,
        new Write(run.project(), id, run.metrics(), run.params(), run.tagsWithName(name), true));
    return RunReader.read(handle, RunStore.find(handle, id).orElseThrow());
  }

  /**
   * A run as somebody hands it in.
   *
   * @param isNew whether it was not there yet
   */
  record Recorded(Run run, boolean isNew) {}

  /** Makes a run in a group by name unless there is one of its id, which is answered as it is. */
  Recorded record(NewRun run, String groupName, String actor, RunGroups groups) {
    return database.write(handle -> {
      String id = run.id();
      RunStore.Place known = id == null ? null : RunStore.places(handle, List.of(id)).get(id);
      if (known != null && !known.project().equals(run.project().name())) {
        throw Failure.conflict(
            "there is a run " + id + " in another project", "choose another run_id");
      }
      if (known != null) {
        RunInfo info = RunStore.find(handle, run.project(), known.id()).orElseThrow();
        return new Recorded(RunReader.read(handle, info), false);
      }
      RunGroup group = groups.getOrCreate(handle, run.project(), groupName, actor);
      return new Recorded(create(handle, run.in(Long.toString(group.id()))), true);
    });
  }

  private String nameOf(NewRun run) {
    String tagged =
        run.tags().stream()
            .filter(tag -> tag.key().equals(Tag.RUN_NAME))
            .map(Tag::value)
            .reduce("", (_, last) -> last);
    String named = run.name() == null ? "" : run.name();
    if (!named.isEmpty() && !tagged.isEmpty() && !named.equals(tagged)) {
      throw Refusals.invalid(
          "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different"
              + " values (run_name='%s', mlflow.runName='%s')."
                  .formatted(Problem.shorten(named), Problem.shorten(tagged)));
    }
    if (named.isEmpty() && tagged.isEmpty()) {
      return names.next();
    }
    return named.isEmpty() ? tagged : named;
  }

  /** Adds to a run; returns once it is durable. */
  void write(Write write) {
    writer.write(write);
  }

  /** Adds to a run and to models that it measured, all or nothing. */
  void write(Write write, List<ModelMetric> ofModels) {
    if (ofModels.isEmpty()) {
      write(write);
      return;
    }
    var _ =
        RunWriter.retrying(() ->
            database.write(handle -> {
              write(handle, write, ofModels);
              return ofModels;
            }));
    feed.publish(write.run(), write.metrics());
  }

  /** As {@link #write(Write, List)}, in a transaction of its caller. */
  void write(Handle handle, Write write, List<ModelMetric> ofModels) {
    write(handle, write);
    LoggedModels.log(handle, write.project(), write.run(), ofModels);
  }

  /** Adds to a run in a transaction of its caller. */
  void write(Handle handle, Write write) {
    rows.applyOrRefuse(handle, write);
  }

  private List<Optional<Failure>> commit(List<Write> writes) {
    List<Optional<Failure>> outcomes =
        RunWriter.retrying(() -> database.write(handle -> rows.apply(handle, writes)));
    for (int i = 0; i < writes.size(); i++) {
      if (outcomes.get(i).isEmpty()) {
        feed.publish(writes.get(i).run(), writes.get(i).metrics());
      }
    }
    return outcomes;
  }

  /** Who wants to know what is logged. */
  RunFeed feed() {
    return feed;
  }

  /** Changes what a run is; null leaves a part as it was. */
  RunInfo update(
      Project project,
      String id,
      @Nullable RunStatus status,
      @Nullable Long endTime,
      @Nullable String name) {
    return database.write(handle -> {
      RunInfo run = requireActive(handle, project, id);
      String newName = name == null ? run.name() : name;
      RunStore.update(
          handle,
          run.number(),
          status == null ? run.status() : status,
          endTime == null ? run.endTime() : endTime,
          newName);
      if (name != null) {
        rows.applyOrRefuse(
            handle, Write.tags(project, id, List.of(new Tag(Tag.RUN_NAME, newName))));
      }
      return RunStore.find(handle, project, id).orElseThrow();
    });
  }

  private static RunInfo requireActive(Handle handle, Project project, String id) {
    RunInfo run = RunStore.find(handle, project, id).orElseThrow(() -> RunPolicy.missing(id));
    if (run.isDeleted()) {
      throw RunPolicy.deleted(id);
    }
    return run;
  }

  /** Deletes a run until it is restored, or restores it; no effect where it is so already. */
  void setDeleted(Project project, String id, boolean isDeleted, String actor) {
    database.change(handle -> {
      RunInfo run = RunStore.find(handle, project, id).orElseThrow(() -> RunPolicy.missing(id));
      if (run.isDeleted() != isDeleted) {
        if (!RunStore.setDeleted(handle, run.number(), isDeleted ? (Long) time.millis() : null)) {
          throw RunPolicy.missing(id); // it went for good meanwhile
        }
        journal.append(
            handle,
            isDeleted ? "run.deleted" : "run.restored",
            "",
            "",
            actor,
            Json.object().put("id", id).put("name", run.name()));
      }
    });
  }

  void deleteTag(Project project, String id, String key) {
    database.change(handle -> {
      RunInfo run = requireActive(handle, project, id);
      if (!TagStore.delete(handle, run.number(), key)) {
        throw Refusals.missing(
            "No tag with name: %s in run with id %s".formatted(Problem.shorten(key), id));
      }
    });
  }

  /** Adds a model to the history of those that were logged, which is a tag. */
  void addLoggedModel(Project project, String id, tools.jackson.databind.JsonNode model) {
    database.change(handle -> {
      RunInfo run = requireActive(handle, project, id);
      rows.applyOrRefuse(
          handle,
          Write.tags(project, id, List.of(LoggedModelHistory.with(handle, run.number(), model))));
    });
  }
}
