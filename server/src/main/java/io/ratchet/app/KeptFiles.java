// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.artifact.ArtifactFiles;
import io.ratchet.artifact.ArtifactPath;
import io.ratchet.base.Failure;
import io.ratchet.base.Project;
import io.ratchet.catalog.ModelFiles;
import io.ratchet.tracking.LoggedModels;
import io.ratchet.tracking.RunGroups;
import java.util.Optional;

/** What the catalogue may know of the files of a project that are kept here. */
final class KeptFiles implements ModelFiles {
  private static final String SCHEME = "mlflow-artifacts:/";

  private final ArtifactFiles files;
  private final RunGroups groups;
  private final LoggedModels models;

  KeptFiles(ArtifactFiles files, RunGroups groups, LoggedModels models) {
    this.files = files;
    this.groups = groups;
    this.models = models;
  }

  @Override
  public Optional<Stored> find(Project project, String uri) {
    try {
      return uri.startsWith(SCHEME)
          ? Optional.of(ArtifactPath.ofRoot(uri))
              .filter(path -> groups.holds(project, path.value()))
              .flatMap(files::find)
              .map(file -> new Stored(file.sha256(), file.size()))
          : Optional.empty();
    } catch (Failure notAPath) {
      return Optional.empty(); // whoever registers a version may say that its files are anywhere
    }
  }

  @Override
  public Optional<String> rootOfLoggedModel(Project project, String id) {
    return models.artifactRoot(project, id);
  }
}
