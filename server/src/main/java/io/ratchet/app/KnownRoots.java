// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.artifact.Roots;
import io.ratchet.catalog.CatalogRoom;
import io.ratchet.http.Request;
import io.ratchet.mlflow.Refusals;
import io.ratchet.tracking.LoggedModels;
import io.ratchet.tracking.Project;
import io.ratchet.tracking.Runs;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the files of runs, logged models and versions begin. */
final class KnownRoots implements Roots {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final Runs runs;
  private final LoggedModels models;
  private final CatalogRoom catalogue;

  KnownRoots(Runs runs, LoggedModels models, CatalogRoom catalogue) {
    this.runs = runs;
    this.models = models;
    this.catalogue = catalogue;
  }

  @Override
  public String ofRun(Request request, String run) {
    return runs.artifactRoot(Project.of(request), run);
  }

  @Override
  public String ofLoggedModel(Request request, String model) {
    return models
        .artifactRoot(model)
        .orElseThrow(() -> Refusals.missing("Logged model with ID '" + model + "' not found."));
  }

  @Override
  public String ofVersion(Request request, String model, String version) {
    return Optional.of(version)
        .filter(number -> NUMBER.matcher(number).matches())
        .flatMap(number -> catalogue.files(model, Long.parseLong(number)))
        .orElseThrow(() ->
            Refusals.missing(
                "Model Version (name=%s, version=%s) not found".formatted(model, version)));
  }
}
