// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.storage.Database;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Takes deleted runs, logged models and groups away for good, in short transactions.
 *
 * <p>First the thing itself goes, where it is deleted still: one commit, after which nobody sees or
 * restores it. What else the tables hold of it is cleared afterwards, in slices; a process that
 * dies in between leaves a list of what is still to be cleared. Numbers and ids are never given
 * again.
 */
public final class Deletions {
  private static final int CLAIMED_AT_ONCE = 200;
  private static final int CLEARED_AT_ONCE = 50;

  private final Database database;

  public Deletions(Database database) {
    this.database = database;
  }

  /**
   * One thing that is to go.
   *
   * @param number stands for it in the tables
   * @param group its own number, where it is a group
   * @param root where its files begin
   */
  public record Candidate(long number, String id, long group, String root) {}

  /** Hears of what went, in the transaction in which it went. */
  @FunctionalInterface
  public interface Witness {
    void gone(Handle handle, List<Candidate> gone);
  }

  /** Clears what another room holds of runs, in the transaction in which the last of them goes. */
  @FunctionalInterface
  public interface Clearing {
    void cleared(Handle handle, List<String> runs);
  }

  /** Refuses what is named and not deleted, or not for that long. */
  public void check(Doomed doomed) {
    DeletionPolicy.check(doomed, database.read(handle -> DeletionStore.named(handle, doomed)));
  }

  public void eachGroup(Doomed doomed, Consumer<Candidate> taker) {
    each(DeletionStore.Kind.GROUP, doomed, some -> some.forEach(taker));
  }

  public void eachRun(Doomed doomed, Consumer<Candidate> taker) {
    each(DeletionStore.Kind.RUN, doomed, some -> some.forEach(taker));
  }

  public void eachModel(Doomed doomed, Consumer<Candidate> taker) {
    each(DeletionStore.Kind.MODEL, doomed, some -> some.forEach(taker));
  }

  private void each(DeletionStore.Kind kind, Doomed doomed, Consumer<List<Candidate>> taker) {
    long after = -1;
    while (true) {
      long from = after;
      List<Candidate> some =
          database.read(
              handle -> DeletionStore.candidates(handle, kind, doomed, from, CLAIMED_AT_ONCE));
      taker.accept(some);
      if (some.size() < CLAIMED_AT_ONCE) {
        return;
      }
      after = some.getLast().number();
    }
  }

  /** Takes groups away; what belongs to them is doomed from then on. */
  public void takeGroups(Doomed doomed, Witness witness) {
    take(DeletionStore.Kind.GROUP, doomed, witness);
  }

  /** Takes runs away, those of groups that went among them. */
  public void takeRuns(Doomed doomed, Witness witness) {
    take(DeletionStore.Kind.RUN, doomed, witness);
  }

  /** Takes logged models away, those of groups that went among them. */
  public void takeModels(Doomed doomed, Witness witness) {
    take(DeletionStore.Kind.MODEL, doomed, witness);
  }

  private void take(DeletionStore.Kind kind, Doomed doomed, Witness witness) {
    each(
        kind,
        doomed,
        some -> {
          if (!some.isEmpty()) {
            database.change(handle -> {
              // whoever restores a group holds it first and its runs then
              new TreeSet<>(some.stream().map(Candidate::group).toList())
                  .forEach(group -> DeletionStore.lockGroup(handle, group));
              List<Candidate> gone = DeletionStore.take(handle, kind, doomed, some);
              witness.gone(handle, gone);
            });
          }
        });
  }

  /** Clears what is left in the tables of runs and models that went. */
  public void clear(Clearing also) {
    boolean more = true;
    while (more) {
      more = database.write(handle -> DeletionStore.clearRuns(handle, CLEARED_AT_ONCE, also));
    }
    more = true;
    while (more) {
      more = database.write(handle -> DeletionStore.clearModels(handle, CLEARED_AT_ONCE));
    }
  }

  /** Groups that went, of which others may have something left; by their numbers. */
  public List<Long> goneGroups() {
    return database.read(DeletionStore::goneGroups);
  }

  /** Clears the last of a group that went, in a transaction of its caller. */
  public void clearGroup(Handle handle, long group) {
    DeletionStore.clearGroup(handle, group);
  }
}
