// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.artifact.ArtifactFiles;
import io.ratchet.artifact.ArtifactsApi;
import io.ratchet.artifact.Garbage;
import io.ratchet.artifact.Mentions;
import io.ratchet.artifact.Roots;
import io.ratchet.artifact.RunArtifactsApi;
import io.ratchet.artifact.Uploads;
import io.ratchet.artifact.UploadsApi;
import io.ratchet.base.Ids;
import io.ratchet.config.Config;
import io.ratchet.http.Route;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Wires the files by path, and the collection of garbage. */
final class ArtifactRoom {
  private static final Duration PACE = Duration.ofHours(1);

  private final Platform platform;
  private final Database database;
  private final Artifacts contents;
  private final ArtifactFiles files;
  private final Uploads uploads;
  private final long maxUpload;

  ArtifactRoom(Config config, Platform platform, Database database, Artifacts contents, Ids ids) {
    this.platform = platform;
    this.database = database;
    this.contents = contents;
    this.maxUpload = config.artifacts().maxUpload();
    this.files = new ArtifactFiles(database, contents, platform.time());
    this.uploads =
        new Uploads(database, contents, files, platform.time(), ids, platform.secrets(), maxUpload);
    contents.recover();
  }

  /** For those who keep files of their own. */
  ArtifactFiles files() {
    return files;
  }

  /**
   * What finds files that nobody refers to.
   *
   * @param mentions what keeps content and paths
   * @param keep takes the loop that ends abandoned uploads
   */
  Garbage garbage(List<Mentions> mentions, Consumer<AutoCloseable> keep) {
    Garbage garbage = new Garbage(database, contents, uploads, platform.time(), mentions);
    keep.accept(platform.timer().every(PACE, "abandoned uploads", garbage::sweep));
    return garbage;
  }

  /**
   * The routes.
   *
   * @param roots whose paths are, and where files begin
   */
  List<Route> routes(Roots roots) {
    List<Route> routes = new ArrayList<>(new ArtifactsApi(files, roots, maxUpload).routes());
    routes.addAll(new UploadsApi(uploads, roots, maxUpload).routes());
    routes.addAll(new RunArtifactsApi(files, roots, maxUpload).routes());
    return routes;
  }
}
