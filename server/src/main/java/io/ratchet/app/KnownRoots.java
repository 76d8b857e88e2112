// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.artifact.ArtifactPath;
import io.ratchet.artifact.Roots;
import io.ratchet.catalog.CatalogRoom;
import io.ratchet.http.Request;
import io.ratchet.mlflow.Refusals;
import io.ratchet.tracking.LoggedModels;
import io.ratchet.tracking.RunGroups;
import io.ratchet.tracking.Runs;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Where the files of runs, logged models and versions begin, and whose they are. A root may have
 * been said by somebody, so it is looked at as any other path is.
 */
final class KnownRoots implements Roots {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final RunGroups groups;
  private final Runs runs;
  private final LoggedModels models;
  private final CatalogRoom catalogue;

  KnownRoots(RunGroups groups, Runs runs, LoggedModels models, CatalogRoom catalogue) {
    this.groups = groups;
    this.runs = runs;
    this.models = models;
    this.catalogue = catalogue;
  }

  @Override
  public boolean holds(Request request, ArtifactPath path) {
    return groups.holds(request.project(), path.value());
  }

  @Override
  public String ofRun(Request request, String run) {
    String root = runs.artifactRoot(request.project(), run);
    return own(
        request,
        Optional.of(root),
        () -> "The artifacts of the run '" + run + "' are among those of another project.");
  }

  @Override
  public String ofLoggedModel(Request request, String model) {
    return own(
        request,
        models.artifactRoot(request.project(), model),
        () -> "Logged model with ID '" + model + "' not found.");
  }

  @Override
  public String ofVersion(Request request, String model, String version) {
    Optional<String> root =
        Optional.of(version)
            .filter(number -> NUMBER.matcher(number).matches())
            .flatMap(number -> catalogue.files(request.project(), model, Long.parseLong(number)));
    return own(
        request,
        root,
        () -> "Model Version (name=%s, version=%s) not found".formatted(model, version));
  }

  private String own(Request request, Optional<String> root, Supplier<String> missing) {
    return root.filter(one -> !ArtifactPath.isKept(one) || holds(request, ArtifactPath.ofRoot(one)))
        .orElseThrow(() -> Refusals.missing(missing.get()));
  }
}
