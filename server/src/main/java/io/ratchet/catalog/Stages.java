// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.catalog.Listing.Numbered;
import io.ratchet.mlflow.Refusals;
import io.ratchet.registry.Asset;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import io.ratchet.routing.Routes;
import io.ratchet.routing.RoutesByKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stages and aliases in MLflow's words. Production is where the route leads, so one version at most
 * is there, and the aliases {@code champion} and {@code production} mean it; {@code staging} is the
 * highest version in that stage. Setting one of these moves the version, ending one takes it back.
 */
final class Stages {
  private static final String PRODUCTION = "production";
  private static final String STAGING = "staging";

  private final Catalog catalog;
  private final RoutesByKind routes;

  Stages(Catalog catalog, RoutesByKind routes) {
    this.catalog = catalog;
    this.routes = routes;
  }

  /** MLflow's word for a stage. */
  static String shown(Stage stage) {
    return switch (stage) {
      case DEV -> "None";
      case STAGING -> "Staging";
      case PRODUCTION -> "Production";
      case ARCHIVED -> "Archived";
    };
  }

  /** The stage of a word, in any case. */
  static Stage named(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "none" -> Stage.DEV;
      case STAGING -> Stage.STAGING;
      case PRODUCTION -> Stage.PRODUCTION;
      case "archived" -> Stage.ARCHIVED;
      default ->
          throw Refusals.invalid(
              "Invalid Model Version stage: %s. Value must be one of None, Staging, Production, Archived."
                  .formatted(Problem.shorten(word)));
    };
  }

  Stage of(Listing listing, Numbered version) {
    return catalog.registered(listing, version).stage();
  }

  /** Moves a version; with {@code archive}, what was in that stage leaves it. */
  void move(
      Listing listing,
      Numbered version,
      Stage stage,
      boolean archive,
      String reason,
      String actor) {
    if (archive && stage != Stage.STAGING && stage != Stage.PRODUCTION) {
      throw new Failure(
          ErrorCode.INVALID,
          "Model version transition cannot archive existing model versions because '%s' is not an Active stage. Valid stages are ['Staging', 'Production']"
              .formatted(shown(stage)),
          "");
    }
    Routes<?> live = routes.of(listing.kind());
    if (stage == Stage.PRODUCTION) {
      live.stage(listing.name(), version.version(), stage, null, reason, actor);
      return;
    }
    if (archive) {
      for (Numbered other : listing.versions().values()) {
        if (other.number() != version.number() && of(listing, other) == stage) {
          live.withdraw(listing.name(), other.version(), Stage.ARCHIVED, reason, actor);
        }
      }
    }
    live.withdraw(listing.name(), version.version(), stage, reason, actor);
  }

  /** The highest version of each stage, from the lowest number up. */
  List<Numbered> latest(Listing listing) {
    Map<Stage, Numbered> highest = new TreeMap<>();
    listing.versions().values().forEach(version -> highest.put(of(listing, version), version));
    return highest.values().stream()
        .sorted((a, b) -> Long.compare(a.number(), b.number()))
        .toList();
  }

  /** Every alias and the number it stands for, but for {@code latest}. */
  Map<String, Long> aliases(Listing listing) {
    Map<String, Long> aliases = new TreeMap<>();
    catalog
        .assets(listing.kind())
        .find(listing.name())
        .map(Asset::aliases)
        .orElse(Map.of())
        .forEach((alias, version) ->
            listing.number(version).ifPresent(one -> aliases.put(alias, one.number())));
    for (String view : List.of(Asset.CHAMPION, PRODUCTION, STAGING)) {
      view(listing, view).ifPresent(version -> aliases.put(view, version.number()));
    }
    return aliases;
  }

  List<String> aliases(Listing listing, Numbered version) {
    List<String> names = new ArrayList<>();
    aliases(listing)
        .forEach((alias, number) -> {
          if (number == version.number()) {
            names.add(alias);
          }
        });
    return names;
  }

  private Optional<Numbered> view(Listing listing, String alias) {
    return alias.equals(STAGING)
        ? latest(listing).stream().filter(v -> of(listing, v) == Stage.STAGING).findFirst()
        : routes.of(listing.kind()).productionVersion(listing.name()).flatMap(listing::number);
  }

  /** The version that an alias stands for. */
  Numbered find(Listing listing, String alias) {
    if (alias.toLowerCase(Locale.ROOT).equals(Asset.LATEST) && !listing.versions().isEmpty()) {
      return listing.versions().lastEntry().getValue();
    }
    Long number = aliases(listing).get(alias);
    if (number == null) {
      throw Refusals.invalid("Registered model alias " + Problem.shorten(alias) + " not found.");
    }
    return catalog.version(listing, number.toString());
  }

  private static Optional<Stage> stageOf(String alias) {
    return switch (alias) {
      case Asset.CHAMPION, PRODUCTION -> Optional.of(Stage.PRODUCTION);
      case STAGING -> Optional.of(Stage.STAGING);
      default -> Optional.empty();
    };
  }

  /** Why somebody moves something, where he says nothing; else what he says. */
  private static String why(String reason, String unsaid) {
    return reason.isEmpty() ? unsaid : reason;
  }

  /**
   * Lets an alias stand for a version.
   *
   * @param reason empty where nobody said
   */
  void set(Listing listing, String alias, Numbered version, String reason, String actor) {
    NamePolicy.checkAlias(alias);
    Optional<Stage> stage = stageOf(alias);
    if (stage.isPresent()) {
      move(listing, version, stage.get(), true, why(reason, "alias " + alias), actor);
    } else {
      catalog
          .assets(listing.kind())
          .setAlias(listing.name(), alias, version.version(), reason, actor);
    }
  }

  /** Ends an alias; that there is none is no error. */
  void remove(Listing listing, String alias, String reason, String actor) {
    Long number = aliases(listing).get(alias);
    if (number == null) {
      return;
    }
    Semver version = catalog.version(listing, number.toString()).version();
    if (stageOf(alias).isPresent()) {
      String said = why(reason, "alias " + alias + " removed");
      routes.of(listing.kind()).withdraw(listing.name(), version, Stage.DEV, said, actor);
    } else {
      var _ = catalog.assets(listing.kind()).removeAlias(listing.name(), alias, reason, actor);
    }
  }
}
