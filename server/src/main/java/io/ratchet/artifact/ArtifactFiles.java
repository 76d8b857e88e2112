// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.http.Download;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.ArtifactReader;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The files by path. */
public final class ArtifactFiles {
  private final Database database;
  private final Artifacts contents;
  private final InstantSource time;

  public ArtifactFiles(Database database, Artifacts contents, InstantSource time) {
    this.database = database;
    this.contents = contents;
    this.time = time;
  }

  /**
   * Puts a file at a path, in the place of what is there; it is durable when this returns.
   *
   * @throws IOException where {@code in} breaks off; then nothing has changed
   */
  public ArtifactFile put(ArtifactPath path, InputStream in) throws IOException {
    database.read(handle -> requireFree(handle, path));
    return place(path, contents.receive(in), _ -> true);
  }

  /** What else changes in the transaction that makes a file seen; false where it shall not be. */
  interface Also {
    boolean change(Handle handle);
  }

  /** Gives content that has arrived its path. */
  ArtifactFile place(ArtifactPath path, Artifacts.Part part, Also also) {
    contents.keep(part);
    Instant now = time.instant().truncatedTo(ChronoUnit.MILLIS);
    database.change(handle -> {
      requireFree(handle, path);
      if (also.change(handle)) {
        ArtifactStore.put(handle, path, part, now);
        requireThere(part);
      }
    });
    return new ArtifactFile(path, part.sha256(), part.size(), now);
  }

  /** Whoever removes unused content has seen the row by now, or has yet to look at its time. */
  private void requireThere(Artifacts.Part part) {
    if (!contents.claim(part.sha256())) {
      throw Failure.unavailable("The content went while it was put", "send it again", null);
    }
  }

  /** A path is a file or a directory, or it could not be downloaded with its neighbours. */
  static boolean requireFree(Handle handle, ArtifactPath path) {
    path.named();
    Optional<String> above = ArtifactStore.anyOf(handle, path.ancestors());
    if (above.isPresent()) {
      throw taken(above.get(), "a file");
    }
    if (ArtifactStore.isDirectory(handle, path)) {
      throw taken(path.value(), "a directory");
    }
    return true;
  }

  private static Failure taken(String path, String what) {
    return Refusals.invalid("Invalid path: " + Problem.shorten(path) + " is " + what);
  }

  public Optional<ArtifactFile> find(ArtifactPath path) {
    return database.read(handle -> ArtifactStore.find(handle, path));
  }

  /**
   * The file at a path.
   *
   * @throws Failure MISSING where there is none
   */
  public ArtifactFile get(ArtifactPath path) {
    return find(path.named()).orElseThrow(() -> missing(path));
  }

  static Failure missing(ArtifactPath path) {
    return Refusals.missing("No such artifact: '" + Problem.shorten(path.value()) + "'");
  }

  /** Opens the content of a file. */
  public ArtifactReader open(ArtifactFile file) {
    return contents.open(file.sha256());
  }

  /** A file, to be sent. */
  public Download download(ArtifactPath path) {
    ArtifactFile file = get(path);
    ArtifactReader reader = open(file);
    return new Download(
        path.name(), ContentTypes.of(path.name()), file.size(), file.sha256(), reader::write);
  }

  /** What a directory holds, by name; nothing where there is none. */
  public List<Entry> list(ArtifactPath directory) {
    return database.read(handle -> ArtifactStore.list(handle, directory));
  }

  /**
   * Deletes the file at a path, or everything below it.
   *
   * @throws Failure MISSING where there is nothing
   */
  public Tally delete(ArtifactPath path) {
    Tally gone = database.write(handle -> ArtifactStore.delete(handle, path.named()));
    if (gone.count() == 0) {
      throw missing(path);
    }
    return gone;
  }
}
