// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds and removes what nobody refers to: artifacts of deleted runs, content without a path or a
 * version, and what writers left that never came back.
 *
 * <p>Content is judged by what rows say, then removed only where nobody has put it meanwhile; so a
 * collection may run beside uploads and registrations, and may die at any moment.
 */
public final class Garbage {
  /** Content is kept for this long after it was put, whatever is asked: its row may come yet. */
  static final Duration GRACE = Duration.ofHours(1);

  /** Uploads in parts end by themselves when nothing has come for this long. */
  static final Duration ABANDONED = Duration.ofDays(7);

  private static final int BATCH = 500;

  private final Database database;
  private final Artifacts contents;
  private final Uploads uploads;
  private final InstantSource time;
  private final List<Mentions> mentions;
  private final List<Deleted> deleted;

  public Garbage(
      Database database,
      Artifacts contents,
      Uploads uploads,
      InstantSource time,
      List<Mentions> mentions,
      List<Deleted> deleted) {
    this.database = database;
    this.contents = contents;
    this.uploads = uploads;
    this.time = time;
    this.mentions = List.copyOf(mentions);
    this.deleted = List.copyOf(deleted);
  }

  /** Removes what is older than that; where it is a dry run, only counts it. */
  public synchronized Collected collect(Duration age, boolean dryRun) {
    Instant before = time.instant().minus(age);
    Instant settled = time.instant().minus(age.compareTo(GRACE) > 0 ? age : GRACE);
    contents.recover();
    Named named = Named.in(mentions);
    List<ArtifactPath> roots = roots(before, named);
    Map<String, Long> released = new HashMap<>();
    Tally files = Tally.NONE;
    long found = 0;
    for (ArtifactPath root : roots) {
      Tally below = below(root, dryRun, released);
      files = files.plus(below);
      found += below.count() > 0 ? 1 : 0;
    }
    Tally quiet = uploads(settled, dryRun);
    Tally parts = parts(settled, dryRun);
    Tally unused = unused(settled, named, released, dryRun);
    return new Collected(dryRun, before, found, files, unused, parts, quiet);
  }

  /** Removes uploads and parts that nobody went on with; content stays. */
  public synchronized void sweep() {
    Instant before = time.instant().minus(ABANDONED);
    var _ = uploads(before, false);
    var _ = parts(before, false);
  }

  private List<ArtifactPath> roots(Instant before, Named named) {
    List<ArtifactPath> roots = new ArrayList<>();
    for (Deleted one : deleted) {
      for (String root : one.rootsBefore(before)) {
        if (ArtifactPath.isKept(root)) {
          ArtifactPath path = ArtifactPath.ofRoot(root);
          if (!path.isTop() && !named.path(path)) {
            roots.add(path);
          }
        }
      }
    }
    return roots;
  }

  private Tally below(ArtifactPath root, boolean dryRun, Map<String, Long> released) {
    return dryRun
        ? database.read(handle -> ArtifactStore.count(handle, root, released))
        : database.write(handle -> ArtifactStore.delete(handle, root));
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

  private Tally unused(Instant before, Named named, Map<String, Long> released, boolean dryRun) {
    Tally[] tally = {Tally.NONE};
    List<Artifacts.Kept> batch = new ArrayList<>();
    contents.contents(one -> {
      if (one.put().isBefore(before) && !named.content(one.name())) {
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
