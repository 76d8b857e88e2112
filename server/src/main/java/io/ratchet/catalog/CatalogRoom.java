// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Project;
import io.ratchet.http.Route;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Models;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Semver;
import io.ratchet.routing.RoutesByKind;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The catalogue, wired: what it serves, what follows the registry, and where versions' files are.
 */
public final class CatalogRoom {
  private final Catalog catalog;
  private final Contents contents;
  private final List<Route> routes = new ArrayList<>();
  private final CatalogArchive archive;

  public CatalogRoom(
      Database database,
      Journal journal,
      InstantSource time,
      RoutesByKind live,
      Prompts prompts,
      Models models,
      ModelFiles files,
      Artifacts artifacts) {
    catalog = new Catalog(database, journal, time, live);
    Stages stages = new Stages(catalog, live);
    CatalogJson json = new CatalogJson(catalog, stages);
    Searching searching = new Searching(catalog, json);
    Renaming renaming = new Renaming(catalog, live);
    contents = new Contents(catalog, new Sources(files, artifacts), prompts, models);
    archive = new CatalogArchive(database, journal, catalog, stages, contents, json, live);
    routes.addAll(new RegisteredModelsApi(catalog, stages, renaming, searching, json).routes());
    routes.addAll(new ModelVersionsApi(catalog, stages, contents, searching, json).routes());
  }

  public List<Route> routes() {
    return List.copyOf(routes);
  }

  /** The assets as they are, in bulk. */
  public CatalogArchive archive() {
    return archive;
  }

  /** The projects that have models or prompts. */
  public Set<Project> projects() {
    return catalog.projects();
  }

  /** Takes over what other processes have changed; to be called every second. */
  public void refresh() {
    catalog.refresh();
  }

  /** Shows where the files of all versions are, for those who look for what they name. */
  public void sources(Consumer<String> each) {
    catalog.sources(each);
  }

  /**
   * Completes what is told of an asset, or of one of its versions, in MLflow's words: fields that
   * are there and null are filled, and a version gets its number.
   *
   * @param version null where the asset itself is meant
   */
  public void describe(String kind, String name, @Nullable Semver version, ObjectNode data) {
    Optional<Listing> listing = catalog.fresh(kind, name);
    if (version == null) {
      listing.ifPresent(found -> {
        fill(data, "description", found.description());
        tag(data, found.tags());
      });
      return;
    }
    listing
        .flatMap(found -> found.number(version))
        .ifPresent(found -> {
          data.put("version", Long.toString(found.number()));
          fill(data, "description", found.description());
          fill(data, "source", found.source());
          fill(data, "run_id", found.run());
          tag(data, found.tags());
        });
  }

  private static void fill(ObjectNode data, String field, String text) {
    if (data.path(field).isNull() && !text.isEmpty()) {
      data.put(field, text);
    }
  }

  private static void tag(ObjectNode data, Map<String, String> tags) {
    if (data.get("tags") instanceof ObjectNode told && told.isEmpty()) {
      tags.forEach(told::put);
    }
  }

  /** The version behind a number of a prompt that is the project's. */
  public Optional<Semver> promptVersion(Project project, String name, String number) {
    return catalog
        .find(project, name)
        .filter(listing -> listing.kind().equals(Prompts.KIND))
        .flatMap(listing -> NamePolicy.find(number).map(listing.versions()::get))
        .map(Listing.Numbered::version);
  }

  /** Where the files of a version of a project are, by way of what its source names. */
  public Optional<String> files(Project project, String name, long number) {
    return catalog
        .find(project, name)
        .flatMap(listing -> Optional.ofNullable(listing.versions().get(number)))
        .map(version -> contents.location(project, version.source()));
  }
}
