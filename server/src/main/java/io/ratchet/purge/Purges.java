// SPDX-License-Identifier: Apache-2.0
package io.ratchet.purge;

import io.ratchet.artifact.ArtifactFiles;
import io.ratchet.artifact.ArtifactPath;
import io.ratchet.artifact.Collected;
import io.ratchet.artifact.Entry;
import io.ratchet.artifact.Garbage;
import io.ratchet.base.Json;
import io.ratchet.evaluation.Datasets;
import io.ratchet.evaluation.Scorers;
import io.ratchet.journal.Journal;
import io.ratchet.storage.Database;
import io.ratchet.trace.TraceRemovals;
import io.ratchet.tracking.Deletions;
import io.ratchet.tracking.Doomed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/** The passes that take away for good what is deleted. */
public final class Purges {
  private static final String FILES = "mlflow-artifacts:/";
  private static final Pattern GROUP = Pattern.compile("\\d{1,18}");
  private static final int TRACES_AT_ONCE = 200;

  private final Database database;
  private final Journal journal;
  private final InstantSource time;
  private final Deletions deletions;
  private final TraceRemovals traces;
  private final ArtifactFiles files;
  private final Garbage garbage;

  public Purges(
      Database database,
      Journal journal,
      InstantSource time,
      TraceRemovals traces,
      ArtifactFiles files,
      Garbage garbage) {
    this.database = database;
    this.journal = journal;
    this.time = time;
    this.deletions = new Deletions(database);
    this.traces = traces;
    this.files = files;
    this.garbage = garbage;
  }

  /**
   * One pass.
   *
   * @throws io.ratchet.base.Failure MISSING or CONFLICT for what is named and not there, or not
   *     deleted, or not for so long
   */
  public synchronized Purged pass(Purge purge, String actor) {
    Instant before = time.instant().minus(purge.effectiveAge());
    Doomed doomed =
        new Doomed(before, purge.isEverything(), purge.runs(), purge.groups(), purge.models());
    deletions.check(doomed);
    return purge.dryRun() ? count(purge, doomed) : remove(purge, doomed, actor);
  }

  private Garbage.Order order(Purge purge) {
    return new Garbage.Order(purge.effectiveAge(), purge.dryRun(), purge.isEverything());
  }

  private Purged count(Purge purge, Doomed doomed) {
    Tallying tallying = new Tallying();
    List<String> roots = new ArrayList<>();
    Set<String> groups = new HashSet<>();
    deletions.eachGroup(
        doomed,
        group -> {
          tallying.add(Counts.ofGroups(1));
          groups.add(group.id());
        });
    deletions.goneGroups().forEach(group -> groups.add(Long.toString(group)));
    groups.forEach(group -> {
      tallying.add(Counts.ofTraces(traces.count(group)));
      roots.add(tracesOf(group));
    });
    Collected collected =
        garbage.collect(
            order(purge),
            taker -> {
              deletions.eachRun(
                  doomed,
                  run -> {
                    tallying.add(Counts.ofRuns(1));
                    taker.accept(run.root());
                  });
              deletions.eachModel(
                  doomed,
                  model -> {
                    tallying.add(Counts.ofModels(1));
                    taker.accept(model.root());
                  });
              roots.forEach(taker);
              if (purge.isEverything()) {
                eachGoneTrace(purge, groups, taker);
              }
            },
            (_, _) -> {});
    tallying.add(Counts.ofFiles(collected.files().count(), collected.files().bytes()));
    tallying.add(Counts.ofFreed(collected.freed()));
    return new Purged(true, doomed.before(), tallying.sum(), collected);
  }

  private Purged remove(Purge purge, Doomed doomed, String actor) {
    Tallying tallying = new Tallying();
    deletions.takeGroups(
        doomed,
        (handle, gone) -> {
          gone.forEach(group -> garbage.release(handle, tracesOf(group.id())));
          tallying.add(handle, Counts.ofGroups(gone.size()));
        });
    deletions.takeRuns(
        doomed,
        (handle, gone) -> {
          gone.forEach(run -> garbage.release(handle, run.root()));
          tallying.add(handle, Counts.ofRuns(gone.size()));
        });
    deletions.takeModels(
        doomed,
        (handle, gone) -> {
          gone.forEach(model -> garbage.release(handle, model.root()));
          tallying.add(handle, Counts.ofModels(gone.size()));
        });
    deletions.clear(TraceRemovals::unlink);
    deletions.goneGroups().forEach(group -> clear(group, tallying));
    if (purge.isEverything()) {
      eachGoneTrace(
          purge, Set.of(), root -> database.change(handle -> garbage.release(handle, root)));
    }
    Collected collected =
        garbage.collect(
            order(purge),
            _ -> {},
            (handle, gone) -> tallying.add(handle, Counts.ofFiles(gone.count(), gone.bytes())));
    database.change(handle -> end(handle, purge, collected, tallying, actor));
    return new Purged(false, doomed.before(), tallying.sum(), collected);
  }

  /** What other rooms keep of a group that went, then the last of its own. */
  private void clear(long number, Tallying tallying) {
    String group = Long.toString(number);
    boolean more = true;
    while (more) {
      more =
          database.write(handle -> {
            int gone = traces.deleteSome(handle, group);
            tallying.add(handle, Counts.ofTraces(gone));
            return gone > 0;
          });
    }
    database.change(handle -> {
      Scorers.clearGroup(handle, group);
      Datasets.clearGroup(handle, group);
      deletions.clearGroup(handle, number);
    });
  }

  private static String tracesOf(String group) {
    return FILES + group + "/traces";
  }

  /**
   * Shows where files of traces begin that were deleted by somebody, or by their retention.
   *
   * @param but groups that are left out
   */
  private void eachGoneTrace(Purge purge, Set<String> but, Consumer<String> taker) {
    Instant settled = garbage.settled(purge.effectiveAge());
    for (String group : directories("")) {
      if (GROUP.matcher(group).matches() && !but.contains(group)) {
        List<String> ids = directories(group + "/traces");
        for (int from = 0; from < ids.size(); from += TRACES_AT_ONCE) {
          List<String> some = ids.subList(from, Math.min(ids.size(), from + TRACES_AT_ONCE));
          for (String gone : traces.missing(some)) {
            String root = tracesOf(group) + "/" + gone;
            if (garbage.isIdle(root, settled)) {
              taker.accept(root);
            }
          }
        }
      }
    }
  }

  private List<String> directories(String path) {
    return files.list(ArtifactPath.of(path)).stream()
        .filter(entry -> entry.size() == null)
        .map(Entry::name)
        .toList();
  }

  private void end(
      Handle handle, Purge purge, Collected collected, Tallying tallying, String actor) {
    tallying.add(handle, Counts.ofFreed(collected.freed()));
    Counts all = PassStore.take(handle);
    ObjectNode detail =
        Json.object()
            .put("older_than", io.ratchet.base.Amounts.print(purge.effectiveAge()))
            .put("everything", purge.isEverything())
            .put("experiments", all.groups())
            .put("runs", all.runs())
            .put("logged_models", all.models())
            .put("traces", all.traces())
            .put("files", all.files())
            .put("bytes", all.bytes())
            .put("freed_bytes", all.freed());
    journal.append(handle, "garbage.collected", "", "", actor, detail);
  }

  /** The counts of this pass, kept in the database too while it goes on. */
  private static final class Tallying {
    private Counts sum = Counts.NONE;

    void add(Counts more) {
      sum = sum.plus(more);
    }

    void add(Handle handle, Counts more) {
      PassStore.add(handle, more);
      add(more);
    }

    Counts sum() {
      return sum;
    }
  }
}
