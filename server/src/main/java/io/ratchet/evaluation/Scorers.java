// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The scorers: registered in numbered versions, listed, forgotten. */
public final class Scorers {
  /** Most scorers or versions in one answer. */
  private static final int MOST = 1_000;

  private final Database database;
  private final InstantSource time;
  private final Supplier<String> ids;

  public Scorers(Database database, InstantSource time, Supplier<String> ids) {
    this.database = database;
    this.time = time;
    this.ids = ids;
  }

  Scorer register(String project, String group, String name, String content) {
    return database.write(handle ->
        ScorerStore.insert(handle, ids.get(), project, group, name, content, time.millis()));
  }

  /** The latest version of each. */
  List<Scorer> list(String project, String group) {
    return database.read(handle -> ScorerStore.latest(handle, project, group, MOST));
  }

  List<Scorer> versions(String project, String group, String name) {
    List<Scorer> versions =
        database.read(handle -> ScorerStore.versions(handle, project, group, name, MOST));
    if (versions.isEmpty()) {
      throw missing(group, name, null);
    }
    return versions;
  }

  /** A version, the latest where none is named. */
  Scorer get(String project, String group, String name, @Nullable Integer version) {
    return database.read(handle -> require(handle, project, group, name, version));
  }

  private static Scorer require(
      Handle handle, String project, String group, String name, @Nullable Integer version) {
    return (version == null
            ? ScorerStore.findLatest(handle, project, group, name)
            : ScorerStore.find(handle, project, group, name, version))
        .orElseThrow(() -> missing(group, name, version));
  }

  /** Forgets a version, or all of them where none is named. */
  void delete(String project, String group, String name, @Nullable Integer version) {
    database.change(handle -> {
      Scorer scorer = require(handle, project, group, name, version);
      if (version == null) {
        ScorerStore.deleteAll(handle, scorer.id());
      } else {
        ScorerStore.delete(handle, scorer);
      }
    });
  }

  /** Takes all scorers of a group away that goes for good, in a transaction of its caller. */
  public static void clearGroup(Handle handle, String group) {
    ScorerStore.clearGroup(handle, group);
  }

  private static Failure missing(String group, String name, @Nullable Integer version) {
    return Refusals.missing(
        "Scorer with name '%s'%s not found for experiment %s."
            .formatted(
                Problem.shorten(name),
                version == null ? "" : " and version " + version,
                Problem.shorten(group)));
  }
}
