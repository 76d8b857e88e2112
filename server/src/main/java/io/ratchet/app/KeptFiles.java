// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.artifact.ArtifactFiles;
import io.ratchet.artifact.ArtifactPath;
import io.ratchet.base.Failure;
import io.ratchet.catalog.ModelFiles;
import io.ratchet.tracking.LoggedModels;
import java.util.Optional;

/** What the catalogue may know of the files that are kept here. */
final class KeptFiles implements ModelFiles {
  private static final String SCHEME = "mlflow-artifacts:/";

  private final ArtifactFiles files;
  private final LoggedModels models;

  KeptFiles(ArtifactFiles files, LoggedModels models) {
    this.files = files;
    this.models = models;
  }

  @Override
  public Optional<Stored> find(String uri) {
    try {
      return uri.startsWith(SCHEME)
          ? files.find(ArtifactPath.ofRoot(uri)).map(file -> new Stored(file.sha256(), file.size()))
          : Optional.empty();
    } catch (Failure notAPath) {
      return Optional.empty(); // whoever registers a version may say that its files are anywhere
    }
  }

  @Override
  public Optional<String> rootOfLoggedModel(String id) {
    return models.artifactRoot(id);
  }
}
