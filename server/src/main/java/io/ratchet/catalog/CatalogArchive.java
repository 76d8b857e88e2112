// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Failure;
import io.ratchet.base.Project;
import io.ratchet.catalog.Listing.Numbered;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Beginning;
import io.ratchet.registry.Models;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import io.ratchet.routing.RoutesByKind;
import io.ratchet.storage.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Assets and versions as they are, in bulk: read out, and taken over from another registry with
 * their numbers and times. Taking the same over twice changes nothing; what was decided here, such
 * as what is in production, stays.
 */
public final class CatalogArchive {
  private final Database database;
  private final Journal journal;
  private final Catalog catalog;
  private final Stages stages;
  private final Contents contents;
  private final CatalogJson json;
  private final RoutesByKind routes;

  CatalogArchive(
      Database database,
      Journal journal,
      Catalog catalog,
      Stages stages,
      Contents contents,
      CatalogJson json,
      RoutesByKind routes) {
    this.database = database;
    this.journal = journal;
    this.catalog = catalog;
    this.stages = stages;
    this.contents = contents;
    this.json = json;
    this.routes = routes;
  }

  /** Everything of a project that MLflow's clients see, by name. */
  public List<ArchivedAsset> assets(Project project) {
    return catalog.list(project).stream()
        .filter(listing -> catalog.get(project, listing.name()).kind().equals(listing.kind()))
        .map(this::asset)
        .toList();
  }

  private ArchivedAsset asset(Listing listing) {
    Map<String, Long> aliases = new TreeMap<>(stages.aliases(listing));
    return new ArchivedAsset(
        listing.name(),
        listing.kind().equals(Prompts.KIND),
        listing.description(),
        listing.createdAt().toEpochMilli(),
        listing.updatedAt().toEpochMilli(),
        json.tags(listing),
        aliases,
        database.read(handle -> CatalogStore.lastNumber(handle, listing.kind(), listing.name())));
  }

  public Optional<ArchivedAsset> find(String name) {
    return catalog.find(name).map(this::asset);
  }

  /** The versions of an asset by number; empty where it is not listed. */
  public List<ArchivedVersion> versions(String name) {
    return catalog
        .find(name)
        .map(listing ->
            listing.versions().values().stream().map(one -> version(listing, one)).toList())
        .orElse(List.of());
  }

  private ArchivedVersion version(Listing listing, Numbered version) {
    return new ArchivedVersion(
        version.number(),
        json.description(listing, version),
        version.createdAt().toEpochMilli(),
        version.updatedAt().toEpochMilli(),
        Stages.shown(stages.of(listing, version)),
        CatalogJson.source(listing, version),
        version.run(),
        version.runLink(),
        json.tags(listing, version));
  }

  /**
   * Refuses an asset that may not be here.
   *
   * @throws Failure INVALID, or CONFLICT where the other kind or another project has that name
   */
  public void check(ArchivedAsset asset, Project project) {
    NamePolicy.checkName(asset.name());
    NamePolicy.checkTags(asset.tags());
    Optional<Listing> listed = catalog.find(asset.name());
    if (listed.isPresent() && !listed.get().kind().equals(kind(asset))) {
      throw Failure.conflict(
          "%s is a %s here".formatted(asset.name(), listed.get().kind()), "rename one of the two");
    }
    if (listed.isPresent() && !listed.get().project().equals(project)) {
      throw elsewhere(asset);
    }
  }

  private static String kind(ArchivedAsset asset) {
    return asset.isPrompt() ? Prompts.KIND : Models.KIND;
  }

  private static Failure elsewhere(ArchivedAsset asset) {
    return Failure.conflict(
        "the name %s is another project's here".formatted(asset.name()),
        "rename one of the two; names are unique over all projects");
  }

  /** Lists an asset in a project, unless it is; answers whether it was not. */
  public boolean add(ArchivedAsset asset, Project project, String actor) {
    check(asset, project);
    if (catalog.find(asset.name()).isPresent()) {
      return false;
    }
    String kind = kind(asset);
    Instant created = Instant.ofEpochMilli(asset.createdAt());
    Instant updated = Instant.ofEpochMilli(asset.updatedAt());
    Map<String, String> tags = new TreeMap<>(asset.tags());
    database.change(handle -> {
      boolean isNew =
          CatalogStore.insert(
              handle, kind, asset.name(), project, asset.description(), tags, created, updated);
      if (!isNew) {
        Optional<Project> owner = CatalogStore.project(handle, kind, asset.name());
        if (!owner.equals(Optional.of(project))) {
          throw elsewhere(asset);
        }
        var _ = CatalogStore.revive(handle, kind, asset.name(), asset.description(), tags, updated);
      }
      Beginning.note(journal, handle, kind, asset.name(), actor);
    });
    catalog.load(kind, asset.name());
    return true;
  }

  /**
   * Registers versions of a listed asset under their numbers, unless these are given.
   *
   * @param refused takes the number of what may not be here, and why
   * @return how many were not here before
   */
  public int add(
      String name, List<ArchivedVersion> versions, String actor, BiConsumer<Long, String> refused) {
    Listing listing = listed(name);
    List<Contents.Wanted> wanted = new ArrayList<>();
    for (ArchivedVersion version : sorted(versions)) {
      if (!listing.versions().containsKey(version.number())) {
        try {
          wanted.add(contents.of(listing, notes(version), actor));
        } catch (Failure e) {
          refused.accept(version.number(), e.message());
        }
      }
    }
    int added = 0;
    try {
      added = register(listing, wanted);
    } catch (Failure together) {
      for (Contents.Wanted one : wanted) {
        try {
          added += register(listing, List.of(one));
        } catch (Failure e) {
          refused.accept(one.notes().number(), e.message());
        }
      }
    }
    routes.of(listing.kind()).publish(name);
    catalog.load(listing.kind(), name);
    return added;
  }

  private Listing listed(String name) {
    return catalog.find(name).orElseThrow(() -> NamePolicy.missing(name));
  }

  private static List<ArchivedVersion> sorted(List<ArchivedVersion> versions) {
    return versions.stream().sorted(Comparator.comparingLong(ArchivedVersion::number)).toList();
  }

  private static Numbered notes(ArchivedVersion version) {
    if (version.number() < 1) {
      throw Failure.invalid("its number is " + version.number(), "numbers begin with 1");
    }
    Stage _ = Stages.named(version.stage());
    NamePolicy.checkTags(version.tags());
    return new Numbered(
        Semver.parse("0.0.0"),
        version.number(),
        version.description(),
        version.tags(),
        version.source(),
        version.run(),
        version.runLink(),
        Instant.ofEpochMilli(version.createdAt()),
        Instant.ofEpochMilli(version.updatedAt()));
  }

  private int register(Listing listing, List<Contents.Wanted> wanted) {
    String kind = listing.kind();
    String name = listing.name();
    return database.write(handle -> {
      int _ = catalog.number(handle, kind, name);
      var given = CatalogStore.given(handle, kind, name);
      int added = 0;
      for (Contents.Wanted one : wanted) {
        Numbered notes = one.notes();
        if (!given.add(notes.number())) {
          throw Failure.conflict(
              "its number belonged to a version that was deleted here",
              "keep it under another name");
        }
        CatalogStore.advance(handle, kind, name, notes.number());
        Semver version =
            Numbering.next(catalog.assets(kind).stages(handle, name).keySet(), notes.number());
        one.registration().register(handle, version);
        CatalogStore.insert(handle, kind, name, notes.as(version));
        added++;
      }
      return added;
    });
  }

  /**
   * Moves versions to their stages and sets aliases, where nothing was decided here before.
   *
   * @param told takes what could not be so here: what, and why
   */
  public void settle(
      ArchivedAsset asset,
      List<ArchivedVersion> versions,
      String actor,
      BiConsumer<String, String> told) {
    Listing listing = listed(asset.name());
    database.change(
        handle -> CatalogStore.advance(handle, listing.kind(), asset.name(), asset.lastNumber()));
    Map<String, Long> set = stages.aliases(listing);
    asset
        .aliases()
        .forEach((alias, number) -> {
          Numbered version = listing.versions().get(number);
          Long present = set.get(alias);
          if (version == null || (present != null && !present.equals(number))) {
            told.accept(
                "alias " + alias,
                version == null ? "there is no version " + number : "it stands for " + present);
          } else if (present == null) {
            attempt(
                "alias " + alias,
                told,
                () -> stages.set(listing, alias, version, "imported", actor));
          }
        });
    sorted(versions).reversed().forEach(version -> stage(listing, version, actor, told));
    catalog.load(listing.kind(), asset.name());
  }

  private void stage(
      Listing listing, ArchivedVersion wanted, String actor, BiConsumer<String, String> told) {
    Numbered version = listing.versions().get(wanted.number());
    if (version == null) {
      return;
    }
    Stage stage = Stages.named(wanted.stage());
    Stage present = stages.of(listing, version);
    String what = "version " + wanted.number();
    if (stage == present || stage == Stage.DEV) {
      return;
    }
    if (present != Stage.DEV) {
      told.accept(what, "its stage is %s here".formatted(Stages.shown(present)));
      return;
    }
    Optional<Semver> live = routes.of(listing.kind()).productionVersion(listing.name());
    if (stage == Stage.PRODUCTION && live.isPresent()) {
      told.accept(what, "its stage stays None: %s is in Production here".formatted(live.get()));
      return;
    }
    attempt(what, told, () -> stages.move(listing, version, stage, false, "imported", actor));
  }

  private static void attempt(String what, BiConsumer<String, String> told, Runnable step) {
    try {
      step.run();
    } catch (Failure e) {
      told.accept(what, e.message());
    }
  }
}
