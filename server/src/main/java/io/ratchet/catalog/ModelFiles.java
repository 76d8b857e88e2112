// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Project;
import java.util.Optional;

/** What the catalogue needs of the files that runs and logged models of a project keep. */
public interface ModelFiles {
  /**
   * The file at a URI such as {@code mlflow-artifacts:/1/RUN/artifacts/model/MLmodel}, where it is
   * kept here.
   */
  Optional<Stored> find(Project project, String uri);

  /** Where the files of a logged model are, by its id. */
  Optional<String> rootOfLoggedModel(Project project, String id);

  /** A file in the store of artifacts. */
  record Stored(String sha256, long sizeBytes) {}
}
