// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.registry.Asset;
import io.ratchet.registry.ModelVersion;
import io.ratchet.registry.Models;
import io.ratchet.registry.Semver;
import io.ratchet.routing.Owner;
import io.ratchet.routing.Resolution;
import io.ratchet.routing.Route;
import io.ratchet.routing.Routes;
import io.ratchet.serving.LiveModels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The models and their routes, as serving reads them.
 *
 * @param trials whether experiments may decide who gets which version
 */
record RoutedModels(Models models, Routes<ModelVersion> routes, boolean trials)
    implements LiveModels {

  @Override
  public Resolved resolve(
      String model,
      @Nullable String selector,
      String unit,
      Map<String, ? extends @Nullable Object> attributes) {
    Resolution<ModelVersion> found = routes.resolve(model, selector, unit, attributes);
    boolean owned = selector == null && found.route().owner() instanceof Owner.Experiment;
    if (owned && !trials) {
      return resolved(
          routes.resolve(model, found.route().defaultVersion().toString(), unit, attributes));
    }
    return resolved(found);
  }

  private static Resolved resolved(Resolution<ModelVersion> found) {
    ModelVersion version = found.version();
    String variant = found.variant();
    String experiment =
        variant != null && found.route().owner() instanceof Owner.Experiment trial
            ? trial.id()
            : null;
    return new Resolved(
        version.name(),
        version.version(),
        version.content(),
        version.sha256(),
        experiment,
        experiment == null ? null : variant,
        found.fellBack(),
        found.reason());
  }

  @Override
  public List<String> names() {
    return models.list().stream().map(Asset::name).toList();
  }

  @Override
  public List<Semver> versions(String model) {
    return models.find(model).stream().flatMap(m -> m.versions().keySet().stream()).toList();
  }

  @Override
  public Optional<Resolved> version(String model, Semver version) {
    return models
        .version(model, version)
        .map(Asset.Registered::version)
        .map(found ->
            new Resolved(
                model,
                version,
                found.content(),
                found.sha256(),
                null,
                null,
                false,
                "the version is named"));
  }

  @Override
  public Optional<Semver> lastGood(String model, Semver notThisOne) {
    return routes.lastGood(model, notThisOne);
  }

  @Override
  public boolean isLive(String model, Semver version) {
    return routes.find(model).map(Route::versions).stream().anyMatch(v -> v.contains(version));
  }

  @Override
  public boolean isOwnedBy(String model, String experiment) {
    return routes.ownedBy(experiment).filter(route -> route.name().equals(model)).isPresent();
  }
}
