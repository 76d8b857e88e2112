// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Project;
import io.ratchet.catalog.Listing.Numbered;
import io.ratchet.journal.Journal;
import io.ratchet.mlflow.Refusals;
import io.ratchet.registry.Asset;
import io.ratchet.registry.Assets;
import io.ratchet.registry.Beginning;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Version;
import io.ratchet.routing.RoutesByKind;
import io.ratchet.storage.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/**
 * What MLflow's registry lists of both kinds of assets; every change is a transaction with a
 * journal entry, after which memory follows.
 */
final class Catalog {
  private final Database database;
  private final Journal journal;
  private final InstantSource time;
  private final RoutesByKind routes;
  private final Listings listings;

  Catalog(Database database, Journal journal, InstantSource time, RoutesByKind routes) {
    this.database = database;
    this.journal = journal;
    this.time = time;
    this.routes = routes;
    this.listings = new Listings(database, journal, routes, this::now);
  }

  Assets<?> assets(String kind) {
    return routes.of(kind).assets();
  }

  /** Takes over what other processes, or the registry's own paths, have changed. */
  void refresh() {
    listings.refresh();
  }

  /** The asset of that name, whoever has it; where both kinds have one, the prompt. */
  Optional<Listing> find(String name) {
    return listings.find(name);
  }

  /** The asset of that name, where it is the project's; where both kinds have one, the prompt. */
  Optional<Listing> find(Project project, String name) {
    return listings.find(project, name);
  }

  /** The asset as the database has it now. */
  Optional<Listing> fresh(String kind, String name) {
    listings.load(kind, name);
    return listings.find(kind, name);
  }

  Listing get(Project project, String name) {
    return find(project, name).orElseThrow(() -> NamePolicy.missing(name));
  }

  private Listing again(String kind, String name) {
    return listings.find(kind, name).orElseThrow(() -> NamePolicy.missing(name));
  }

  Numbered version(Listing listing, String number) {
    Numbered version = listing.versions().get(NamePolicy.number(number));
    if (version == null) {
      throw NamePolicy.missing(listing.name(), number);
    }
    return version;
  }

  /** The registered version behind a number; only versions that are registered are listed. */
  Asset.Registered<? extends Version> registered(Listing listing, Numbered version) {
    return assets(listing.kind()).version(listing.name(), version.version()).orElseThrow();
  }

  /** Everything that is listed of a project, by name. */
  List<Listing> list(Project project) {
    return listings.list().stream().filter(listing -> listing.project().equals(project)).toList();
  }

  Set<Project> projects() {
    return listings.list().stream().map(Listing::project).collect(Collectors.toSet());
  }

  /** Lists a new name, which stays its project's for ever. */
  Listing create(
      Project project,
      String kind,
      String name,
      String description,
      Map<String, String> tags,
      String actor) {
    refuseTaken(project, name);
    database.change(handle -> {
      list(handle, project, kind, name, description, tags, now());
      Beginning.note(journal, handle, kind, name, actor);
    });
    listings.load(kind, name);
    return again(kind, name);
  }

  private void list(
      Handle handle,
      Project project,
      String kind,
      String name,
      String description,
      Map<String, String> tags,
      Instant created) {
    boolean isNew =
        CatalogStore.insert(handle, kind, name, project, description, tags, created, now());
    if (isNew && !project.isDefault() && !assets(kind).stages(handle, name).isEmpty()) {
      throw elsewhere(name); // registered a moment ago by who knows no projects
    }
    if (isNew) {
      return;
    }
    boolean isOwn = CatalogStore.project(handle, kind, name).filter(project::equals).isPresent();
    if (!isOwn || !CatalogStore.revive(handle, kind, name, description, tags, now())) {
      throw isOwn ? taken(name) : elsewhere(name);
    }
  }

  private void refuseTaken(Project project, String name) {
    if (find(project, name).isPresent()) {
      throw taken(name);
    }
    if (find(name).isPresent()) {
      throw elsewhere(name);
    }
  }

  private static Failure taken(String name) {
    return Refusals.exists("Registered Model (name=" + name + ") already exists.");
  }

  private static Failure elsewhere(String name) {
    return Refusals.exists(
        "Registered Model (name="
            + name
            + ") already exists in another project, and names are unique over all projects."
            + " Choose another name.");
  }

  /**
   * Registers a version under the next number.
   *
   * @param notes what is kept beside the content; its number and version are given here
   */
  Numbered add(Listing listing, Registration registration, Numbered notes, String actor) {
    String kind = listing.kind();
    String name = listing.name();
    Numbered added =
        database.write(handle -> {
          number(handle, kind, name);
          Instant now = now();
          long number = CatalogStore.next(handle, kind, name);
          Semver version = Numbering.next(assets(kind).stages(handle, name).keySet(), number);
          registration.register(handle, version);
          Numbered one =
              new Numbered(
                  version,
                  number,
                  notes.description(),
                  notes.tags(),
                  notes.source(),
                  notes.run(),
                  notes.runLink(),
                  now,
                  now);
          CatalogStore.insert(handle, kind, name, one);
          return one;
        });
    routes.of(kind).publish(name);
    listings.load(kind, name);
    return added;
  }

  /** Registers the content of a version within a transaction. */
  @FunctionalInterface
  interface Registration {
    void register(Handle handle, Semver version);
  }

  /** Gives every version of an asset its number; locks the asset's row. */
  int number(Handle handle, String kind, String name) {
    return Numbering.number(handle, assets(kind), name, now());
  }

  /** Changes what is kept of an asset. */
  Listing change(Listing listing, UnaryOperator<Listing> change, Entry entry, String actor) {
    String kind = listing.kind();
    String name = listing.name();
    database.change(handle -> {
      Listing present = locked(handle, kind, name);
      Listing changed = change.apply(present);
      CatalogStore.update(handle, kind, name, changed.description(), changed.tags(), now());
      journal.append(handle, entry.type(), kind, name, actor, entry.detail());
    });
    listings.load(kind, name);
    return again(kind, name);
  }

  /** Changes what is kept of a version. */
  Numbered change(
      Listing listing, long number, UnaryOperator<Numbered> change, Entry entry, String actor) {
    String kind = listing.kind();
    String name = listing.name();
    database.change(handle -> {
      Numbered present = locked(handle, kind, name).versions().get(number);
      if (present == null) {
        throw NamePolicy.missing(name, Long.toString(number));
      }
      Numbered changed = change.apply(present);
      CatalogStore.update(
          handle,
          kind,
          name,
          present.withDescription(changed.description()).withTags(changed.tags()).changedAt(now()));
      ObjectNode detail =
          entry.detail().put("version", present.version().toString()).put("number", number);
      journal.append(handle, entry.type(), kind, name, actor, detail);
    });
    listings.load(kind, name);
    return version(again(kind, name), Long.toString(number));
  }

  /** Notes that a version was moved just now; the journal has the move. */
  Numbered touch(Listing listing, long number) {
    database.change(handle -> {
      Numbered present = locked(handle, listing.kind(), listing.name()).versions().get(number);
      if (present != null) {
        CatalogStore.update(handle, listing.kind(), listing.name(), present.changedAt(now()));
      }
    });
    listings.load(listing.kind(), listing.name());
    return version(again(listing.kind(), listing.name()), Long.toString(number));
  }

  /** How the journal calls a change. */
  record Entry(String type, ObjectNode detail) {
    static Entry of(String type) {
      return new Entry(type, Json.object());
    }
  }

  /** Takes a version out of the list; its aliases end. */
  void delete(Listing listing, Numbered version, String actor) {
    String kind = listing.kind();
    String name = listing.name();
    database.change(handle -> {
      locked(handle, kind, name);
      CatalogStore.delete(handle, kind, name, version.number(), now());
      assets(kind).removeAliases(handle, name, version.version(), "version deleted", actor);
      ObjectNode detail =
          Json.object()
              .put("version", version.version().toString())
              .put("number", version.number());
      journal.append(handle, "version.deleted", kind, name, actor, detail);
    });
    assets(kind).reload(name);
    listings.load(kind, name);
  }

  /** Takes an asset and its versions out of the list; its aliases end. */
  void delete(Listing listing, String actor) {
    String kind = listing.kind();
    String name = listing.name();
    database.change(handle -> delete(handle, kind, name, "asset.deleted", Json.object(), actor));
    assets(kind).reload(name);
    listings.load(kind, name);
  }

  private void delete(
      Handle handle, String kind, String name, String type, ObjectNode detail, String actor) {
    Listing present = locked(handle, kind, name);
    String renamed = detail.path("new_name").asString("");
    String why = renamed.isEmpty() ? kind + " deleted" : "renamed to " + renamed;
    CatalogStore.delete(handle, kind, name, now());
    for (Numbered version : present.versions().values()) {
      assets(kind).removeAliases(handle, name, version.version(), why, actor);
    }
    journal.append(handle, type, kind, name, actor, detail);
  }

  /** Moves a list of versions to another name of its project, made in the same transaction. */
  void rename(Listing listing, String name, Moving moving, String actor) {
    String kind = listing.kind();
    refuseTaken(listing.project(), name);
    database.change(handle -> {
      Listing present = locked(handle, kind, listing.name());
      if (!CatalogStore.insert(
          handle,
          kind,
          name,
          present.project(),
          present.description(),
          present.tags(),
          present.createdAt(),
          now())) {
        throw taken(name);
      }
      for (Numbered version : present.versions().values()) {
        moving.register(handle, version);
        while (CatalogStore.next(handle, kind, name) < version.number()) {
          // numbers of deleted versions stay theirs
        }
        CatalogStore.insert(handle, kind, name, version);
      }
      moving.finish(handle);
      Beginning.note(journal, handle, kind, name, actor);
      delete(
          handle,
          kind,
          listing.name(),
          "asset.renamed",
          Json.object().put("new_name", name),
          actor);
    });
    assets(kind).reload(listing.name());
    routes.of(kind).publish(name);
    listings.load(kind, listing.name());
    listings.load(kind, name);
  }

  /** Takes over what the database holds of an asset. */
  void load(String kind, String name) {
    listings.load(kind, name);
  }

  /** What a rename asks of registry and route, within its transaction. */
  interface Moving {
    void register(Handle handle, Numbered version);

    void finish(Handle handle);
  }

  private Listing locked(Handle handle, String kind, String name) {
    if (!CatalogStore.lock(handle, kind, name)) {
      throw NamePolicy.missing(name);
    }
    return CatalogStore.listing(handle, kind, name).orElseThrow();
  }

  /** Shows where the files of all versions are. */
  void sources(Consumer<String> each) {
    boolean _ =
        database.read(handle -> {
          CatalogStore.sources(handle, each);
          return true;
        });
  }

  private Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
