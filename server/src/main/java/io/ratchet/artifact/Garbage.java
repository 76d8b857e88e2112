// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import io.ratchet.base.Failure;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Finds and removes what nobody refers to: files whose owners went for good, content without a path
 * or a version, and what writers left that never came back.
 *
 * <p>Content is judged by what rows say, then removed only where nobody has put it meanwhile; so a
 * collection may run beside uploads and registrations, and may die at any moment.
 */
public final class Garbage {
  /** Content is kept for this long after it was put, whatever is asked: its row may come yet. */
  public static final Duration GRACE = Duration.ofHours(1);

  /** Uploads in parts end by themselves when nothing has come for this long. */
  static final Duration ABANDONED = Duration.ofDays(7);

  private static final int BATCH = 500;

  private final Database database;
  private final Artifacts contents;
  private final Uploads uploads;
  private final InstantSource time;
  private final List<Mentions> mentions;

  public Garbage(
      Database database,
      Artifacts contents,
      Uploads uploads,
      InstantSource time,
      List<Mentions> mentions) {
    this.database = database;
    this.contents = contents;
    this.uploads = uploads;
    this.time = time;
    this.mentions = List.copyOf(mentions);
  }

  /**
   * What to collect.
   *
   * @param age only what was idle for that long
   * @param dryRun only to count
   * @param everything also what has nothing to do with owners that went
   */
  public record Order(Duration age, boolean dryRun, boolean everything) {}

  /** Hears of files that went, in the transaction in which they went. */
  @FunctionalInterface
  public interface Witness {
    void gone(Handle handle, Tally files);
  }

  /** Gives up the files below a root, in the transaction in which their owner goes. */
  public void release(Handle handle, String root) {
    place(root).ifPresent(path -> GarbageStore.release(handle, path));
  }

  /** Roots of other stores are not ours to look after, and those that are no path have no files. */
  private static Optional<ArtifactPath> place(String root) {
    try {
      return ArtifactPath.isKept(root)
          ? Optional.of(ArtifactPath.ofRoot(root)).filter(path -> !path.isTop())
          : Optional.empty();
    } catch (Failure notAPath) {
      return Optional.empty(); // whoever made the owner may have said anything
    }
  }

  /** Whether there are files below a root, all of them put before a moment. */
  public boolean isIdle(String root, Instant before) {
    return place(root)
        .flatMap(path -> database.read(handle -> ArtifactStore.latest(handle, path)))
        .filter(latest -> latest.isBefore(before))
        .isPresent();
  }

  /** The moment before which content must have been put. */
  public Instant settled(Duration age) {
    return time.instant().minus(age.compareTo(GRACE) > 0 ? age : GRACE);
  }

  /**
   * Removes, or counts what would go.
   *
   * @param doomed shows roots that would have been released; for a dry run
   */
  public synchronized Collected collect(
      Order order, Consumer<Consumer<String>> doomed, Witness witness) {
    boolean dryRun = order.dryRun();
    Instant settled = settled(order.age());
    contents.recover();
    Named named = Named.in(mentions);
    Map<String, Long> released = new HashMap<>();
    Tally files = dryRun ? count(doomed, named, released) : remove(named, released, witness);
    Tally quiet = order.everything() ? uploads(settled, dryRun) : Tally.NONE;
    Tally parts = order.everything() ? parts(settled, dryRun) : Tally.NONE;
    Predicate<String> some = order.everything() ? _ -> true : released::containsKey;
    Tally unused =
        unused(settled, name -> some.test(name) && !named.content(name), released, dryRun);
    return new Collected(files, unused, parts, quiet);
  }

  /** Removes uploads and parts that nobody went on with; content stays. */
  public synchronized void sweep() {
    Instant before = time.instant().minus(ABANDONED);
    var _ = uploads(before, false);
    var _ = parts(before, false);
  }

  private Tally count(Consumer<Consumer<String>> doomed, Named named, Map<String, Long> released) {
    Set<ArtifactPath> seen = new HashSet<>();
    Tally[] files = {Tally.NONE};
    Consumer<ArtifactPath> look =
        path -> {
          if (!named.path(path) && seen.add(path)) {
            files[0] =
                files[0].plus(database.read(handle -> ArtifactStore.count(handle, path, released)));
          }
        };
    eachReleased(look);
    doomed.accept(root -> place(root).ifPresent(look));
    return files[0];
  }

  private Tally remove(Named named, Map<String, Long> released, Witness witness) {
    Tally[] files = {Tally.NONE};
    eachReleased(path -> {
      boolean more = !named.path(path);
      while (more) {
        Tally gone = database.write(handle -> remove(handle, path, released, witness));
        files[0] = files[0].plus(gone);
        more = gone.count() == BATCH;
      }
    });
    return files[0];
  }

  private static Tally remove(
      Handle handle, ArtifactPath path, Map<String, Long> released, Witness witness) {
    Tally gone = ArtifactStore.delete(handle, path, BATCH, released);
    if (gone.count() < BATCH) {
      GarbageStore.forget(handle, path);
    }
    witness.gone(handle, gone);
    return gone;
  }

  private void eachReleased(Consumer<ArtifactPath> taker) {
    String after = "";
    while (true) {
      String from = after;
      List<ArtifactPath> some = database.read(handle -> GarbageStore.released(handle, from, BATCH));
      some.forEach(taker);
      if (some.size() < BATCH) {
        return;
      }
      after = some.getLast().value();
    }
  }

  private Tally uploads(Instant before, boolean dryRun) {
    Tally tally = Tally.NONE;
    for (String id : database.read(handle -> UploadStore.quietSince(handle, before))) {
      tally = tally.plus(dryRun ? size(id) : uploads.remove(id));
    }
    if (!dryRun) {
      database.change(handle -> UploadStore.forgetFinished(handle, before));
    }
    return tally;
  }

  private Tally size(String upload) {
    List<Upload.Piece> pieces = database.read(handle -> UploadStore.pieces(handle, upload));
    return new Tally(1, pieces.stream().mapToLong(Upload.Piece::size).sum());
  }

  private Tally parts(Instant before, boolean dryRun) {
    List<Artifacts.Kept> old = new ArrayList<>();
    contents.parts(part -> {
      if (part.put().isBefore(before)) {
        old.add(part);
      }
    });
    Set<String> known = database.read(UploadStore::names);
    Tally tally = Tally.NONE;
    for (Artifacts.Kept part : old) {
      if (!known.contains(part.name())) {
        tally = tally.plus(dryRun ? part.size() : contents.discard(part.name()));
      }
    }
    return tally;
  }

  private Tally unused(
      Instant before, Predicate<String> which, Map<String, Long> released, boolean dryRun) {
    Tally[] tally = {Tally.NONE};
    List<Artifacts.Kept> batch = new ArrayList<>();
    contents.contents(one -> {
      if (one.put().isBefore(before) && which.test(one.name())) {
        batch.add(one);
      }
      if (batch.size() >= BATCH) {
        tally[0] = tally[0].plus(unused(batch, before, released, dryRun));
        batch.clear();
      }
    });
    return tally[0].plus(unused(batch, before, released, dryRun));
  }

  private Tally unused(
      List<Artifacts.Kept> batch, Instant before, Map<String, Long> released, boolean dryRun) {
    List<String> names = batch.stream().map(Artifacts.Kept::name).toList();
    Set<String> used = database.read(handle -> ArtifactStore.used(handle, names, released));
    Tally tally = Tally.NONE;
    for (Artifacts.Kept one : batch) {
      if (used.contains(one.name())) {
        continue;
      }
      if (dryRun) {
        tally = tally.plus(one.size());
      } else if (contents.remove(one.name(), before).isPresent()) {
        database.change(handle -> ArtifactStore.forget(handle, one.name()));
        tally = tally.plus(one.size());
      }
    }
    return tally;
  }
}
