// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Failure;
import io.ratchet.catalog.Listing.Numbered;
import io.ratchet.registry.Asset;
import io.ratchet.registry.ModelVersion;
import io.ratchet.registry.PromptVersion;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import io.ratchet.registry.Version;
import io.ratchet.routing.Owner;
import io.ratchet.routing.Route;
import io.ratchet.routing.RouteChange;
import io.ratchet.routing.RoutesByKind;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Gives an asset another name: its versions, with their numbers, stages and aliases, are registered
 * under it and what is in production there is live at once. Calls, windows and trials keep the name
 * under which they happened, and so does the content that answered them.
 */
final class Renaming {
  private final Catalog catalog;
  private final RoutesByKind routes;

  Renaming(Catalog catalog, RoutesByKind routes) {
    this.catalog = catalog;
    this.routes = routes;
  }

  void rename(Listing listing, String name, String actor) {
    Optional<Route> route = routes.of(listing.kind()).find(listing.name());
    route
        .filter(present -> !present.owner().equals(Owner.NOBODY))
        .ifPresent(present -> {
          throw Failure.conflict(
              "the route of %s is owned by %s".formatted(listing.name(), present.owner().shown()),
              "end it first");
        });
    Map<String, Semver> aliases =
        catalog.assets(listing.kind()).find(listing.name()).map(Asset::aliases).orElse(Map.of());
    Map<Semver, Stage> stages = new TreeMap<>();
    for (Numbered version : listing.versions().values()) {
      stages.put(version.version(), catalog.registered(listing, version).stage());
    }
    String reason = "renamed from " + listing.name();
    Catalog.Moving moving =
        new Catalog.Moving() {
          @Override
          public void register(Handle handle, Numbered version) {
            copy(handle, listing, version, name, reason, actor);
          }

          @Override
          public void finish(Handle handle) {
            stages.forEach((version, stage) -> {
              if (stage == Stage.PRODUCTION) {
                RouteChange change = RouteChange.promotion(version, null, reason);
                routes.of(listing.kind()).change(handle, name, change, actor);
              } else if (stage != Stage.DEV) {
                Map<Semver, Stage> move = Map.of(version, stage);
                catalog.assets(listing.kind()).moveStages(handle, name, move, reason, actor);
              }
            });
          }
        };
    catalog.rename(listing, name, moving, actor);
    aliases.forEach((alias, version) ->
        catalog.assets(listing.kind()).setAlias(name, alias, version, reason, actor));
  }

  private void copy(
      Handle handle, Listing listing, Numbered version, String name, String renamed, String actor) {
    Version registered = catalog.registered(listing, version).version();
    String reason = registered.reason() == null ? renamed : registered.reason();
    switch (registered) {
      case PromptVersion prompt ->
          routes
              .prompts()
              .assets()
              .add(handle, name, prompt.version(), prompt.content(), prompt.form(), reason, actor);
      case ModelVersion model ->
          routes
              .models()
              .assets()
              .add(
                  handle,
                  name,
                  model.version(),
                  model.content()::json,
                  model.form(),
                  reason,
                  actor);
    }
  }
}
