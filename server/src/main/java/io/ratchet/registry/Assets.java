// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.journal.Journal;
import io.ratchet.registry.RegistrationPolicy.Decision;
import io.ratchet.storage.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Assets of one kind and their versions. Reading is from memory and never waits; every change is a
 * transaction, after which the snapshot is swapped.
 */
public abstract sealed class Assets<V extends Version> permits Prompts, Models {
  private record Key(String name, Semver version) {}

  private final Kind<V> kind;
  private final Database database;
  private final Journal journal;
  private final InstantSource time;
  private final FirstLoad firstLoad;
  private final Limits limits;
  private final ChangedAssets changes;
  private final Set<Key> used = ConcurrentHashMap.newKeySet();
  private volatile Snapshot<V> snapshot;

  Assets(
      Kind<V> kind,
      Database database,
      Journal journal,
      InstantSource time,
      FirstLoad firstLoad,
      Limits limits) {
    this.kind = kind;
    this.snapshot = Snapshot.empty(kind);
    this.database = database;
    this.journal = journal;
    this.time = time;
    this.firstLoad = firstLoad;
    this.limits = limits;
    this.changes = new ChangedAssets(journal, kind.label());
    this.snapshot = all();
  }

  /** The same in the plural, as paths and lists call it. */
  public final String plural() {
    return kind.plural();
  }

  /** The kind of asset, as the journal and the database call it. */
  public final String kind() {
    return kind.label();
  }

  /** Shows the content of every version, as it is stored, for those who look for what it names. */
  public final void contents(Consumer<String> each) {
    boolean _ =
        database.read(handle -> {
          RegistryStore.contents(handle, kind.label(), each);
          return true;
        });
  }

  public final Optional<Asset<V>> find(String name) {
    return Optional.ofNullable(snapshot.assets().get(name));
  }

  public final Optional<Asset.Registered<V>> version(String name, Semver version) {
    return find(name).flatMap(asset -> asset.version(version));
  }

  /** All by name. */
  public final List<Asset<V>> list() {
    return snapshot.assets().values().stream().sorted(Comparator.comparing(Asset::name)).toList();
  }

  /** Why versions of an asset cannot be read, by version; usually empty. */
  Map<String, String> unreadable(String name) {
    Map<String, String> faults = new TreeMap<>();
    String prefix = name + "@";
    snapshot
        .unreadable()
        .forEach((key, fault) -> {
          if (key.startsWith(prefix)) {
            faults.put(key.substring(prefix.length()), fault);
          }
        });
    return faults;
  }

  /**
   * Notes that a version serves a call, so that its content cannot change any more. The database
   * learns it with the call, by {@link #persistUsed}.
   */
  public final void markUsed(String name, Semver version) {
    used.add(new Key(name, version));
  }

  /**
   * Notes the first use of a version in the transaction that stores its call.
   *
   * @param version as the call names it, with or without {@code v}
   */
  public static void persistUsed(
      Handle handle, String kind, String name, String version, Instant time) {
    String shown = Semver.find(version).map(Semver::toString).orElse(version);
    RegistryStore.used(handle, kind, name, shown, time);
  }

  /** Whether a version has been used, as far as this process knows. */
  boolean isUsed(String name, Semver version) {
    return used.contains(new Key(name, version))
        || version(name, version).map(v -> v.usedAt() != null).orElse(false);
  }

  Limits limits() {
    return limits;
  }

  /**
   * Registers versions, all or none.
   *
   * @return for each version whether it was new, in the order given
   * @throws Failure with every refusal, where there is one
   */
  Map<NewVersion, Boolean> register(List<NewVersion> versions, String actor) {
    List<Registrations.Result> results =
        database.write(handle -> {
          List<Registrations.Result> decided = apply(handle, versions, actor);
          refuse(versions, decided);
          return decided;
        });
    load(names(versions));
    Map<NewVersion, Boolean> isNew = new HashMap<>();
    results.forEach(r -> isNew.put(r.version(), !(r.decision() instanceof Decision.Keep)));
    return isNew;
  }

  private void refuse(List<NewVersion> asked, List<Registrations.Result> results) {
    List<Problem> problems = new ArrayList<>();
    List<Decision.Refuse> refusals = new ArrayList<>();
    for (Registrations.Result result : results) {
      if (result.decision() instanceof Decision.Refuse refuse) {
        refusals.add(refuse);
        String where = kind.plural() + "[" + asked.indexOf(result.version()) + "]";
        problems.add(Problem.of(where, refuse.message(), null));
      }
    }
    if (!refusals.isEmpty()) {
      Decision.Refuse first = refusals.getFirst();
      String message = String.join("; ", refusals.stream().map(Decision.Refuse::message).toList());
      throw new Failure(
          first.code(), message, first.hint(), asked.size() == 1 ? List.of() : problems, null);
    }
  }

  /**
   * Registers those versions of files that may be.
   *
   * @param within told what became of each, within the transaction
   */
  void registerFiles(
      List<NewVersion> versions,
      String actor,
      BiConsumer<Handle, List<Registrations.Result>> within) {
    database.change(handle -> within.accept(handle, apply(handle, versions, actor)));
    load(names(versions));
  }

  /**
   * Registers a version within the caller's transaction; {@link #reload} makes it count afterwards.
   *
   * @param content the canonical form of what it holds
   * @param form how it was written, such as json or onnx
   */
  public final void add(
      Handle handle,
      String name,
      Semver version,
      Content content,
      String form,
      @Nullable String reason,
      String actor) {
    List<NewVersion> one =
        List.of(new NewVersion(name, version, Origin.API, form, null, content, null, reason));
    refuse(one, apply(handle, one, actor));
  }

  /** Ends every alias of a version within the caller's transaction. */
  public final void removeAliases(
      Handle handle, String name, Semver version, String reason, String actor) {
    journal.lock(handle);
    for (RegistryStore.AliasRow row : RegistryStore.aliases(handle, kind.label(), name)) {
      if (row.version().equals(version.toString())) {
        removeAlias(handle, name, row.alias(), reason, actor);
      }
    }
  }

  private List<Registrations.Result> apply(Handle handle, List<NewVersion> versions, String actor) {
    return new Registrations(
            kind, handle, journal, limits, this::isUsed, snapshot.assets().size(), now(), actor)
        .apply(versions, firstLoad);
  }

  private static Set<String> names(List<NewVersion> versions) {
    return new TreeSet<>(versions.stream().map(NewVersion::name).toList());
  }

  private Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The stages of all versions of an asset, within a transaction. */
  public final Map<Semver, Stage> stages(Handle handle, String name) {
    return RegistryStore.stages(handle, kind.label(), name);
  }

  /**
   * Moves versions to stages within the transaction of a route's change; for {@code routing} alone.
   * The snapshot follows with {@link #reload}.
   */
  public final void moveStages(
      Handle handle, String name, Map<Semver, Stage> moves, String reason, String actor) {
    Map<Semver, Stage> before = stages(handle, name);
    moves.forEach((version, stage) ->
        RegistryStore.stage(handle, kind.label(), name, version.toString(), stage, now()));
    moves.forEach((version, stage) -> {
      Stage from = before.get(version);
      ObjectNode detail =
          Json.object()
              .put("version", version.toString())
              .put("from", from == null ? null : from.label())
              .put("to", stage.label())
              .put("reason", reason.isEmpty() ? null : reason);
      journal.append(handle, "version.staged", kind.label(), name, actor, detail);
    });
  }

  /**
   * Lets an alias stand for a version; that it does already is no error.
   *
   * @param reason why, for the journal; empty where nobody said
   */
  public final void setAlias(
      String name, String alias, Semver version, String reason, String actor) {
    AliasPolicy.check(alias);
    database.change(handle -> {
      if (RegistryStore.find(handle, kind.label(), name, version.toString()).isEmpty()) {
        throw missing(name, version);
      }
      journal.lock(handle); // before the alias, as all do, so that what stood there is what is said
      String before = RegistryStore.alias(handle, kind.label(), name, alias).orElse(null);
      if (!version.toString().equals(before)) {
        RegistryStore.setAlias(handle, kind.label(), name, alias, version.toString());
        ObjectNode detail =
            Json.object()
                .put("alias", alias)
                .put("version", version.toString())
                .put("previous", before)
                .put("reason", reason.isEmpty() ? null : reason);
        journal.append(handle, "alias.set", kind.label(), name, actor, detail);
      }
    });
    reload(name);
  }

  /**
   * Ends an alias and says what it stood for.
   *
   * @param reason why, for the journal; empty where nobody said
   */
  public final Semver removeAlias(String name, String alias, String reason, String actor) {
    AliasPolicy.check(alias);
    String removed = database.write(handle -> removeAlias(handle, name, alias, reason, actor));
    reload(name);
    return Semver.parse(removed);
  }

  private String removeAlias(
      Handle handle, String name, String alias, String reason, String actor) {
    journal.lock(handle);
    String version =
        RegistryStore.removeAlias(handle, kind.label(), name, alias)
            .orElseThrow(() ->
                Failure.missing(
                    "the %s %s has no alias %s"
                        .formatted(kind.label(), Problem.shorten(name), Problem.shorten(alias)),
                    "list its aliases with GET /api/" + kind.plural()));
    ObjectNode detail =
        Json.object()
            .put("alias", alias)
            .put("version", version)
            .put("reason", reason.isEmpty() ? null : reason);
    journal.append(handle, "alias.removed", kind.label(), name, actor, detail);
    return version;
  }

  /** The refusal of a version that nobody has registered. */
  public final Failure missing(String name, Semver version) {
    return Failure.missing(
        "the %s %s has no version %s".formatted(kind.label(), Problem.shorten(name), version),
        "list them with GET /api/" + kind.plural() + "/" + Problem.shorten(name) + "/versions");
  }

  /** The refusal of a name that nobody has registered. */
  public final Failure missing(String name) {
    return Failure.missing(
        "there is no %s %s".formatted(kind.label(), Problem.shorten(name)),
        "list the %s with GET /api/%s".formatted(kind.plural(), kind.plural()));
  }

  /** Takes over what the database holds of one asset. */
  public final void reload(String name) {
    load(Set.of(name));
  }

  /** Takes over changes of other processes; cheap where there are none. */
  public final void refresh() {
    changes.follow(this::load);
  }

  private synchronized void load(Set<String> names) {
    Snapshot<V> before = snapshot;
    snapshot =
        database.read(handle -> {
          Map<String, List<AssetVersion>> rows = new HashMap<>();
          List<RegistryStore.AliasRow> aliases = new ArrayList<>();
          for (String name : names) {
            List<AssetVersion> versions = RegistryStore.versions(handle, kind.label(), name);
            if (!versions.isEmpty()) {
              rows.put(name, versions);
              aliases.addAll(RegistryStore.aliases(handle, kind.label(), name));
            }
          }
          return before.with(rows, aliases);
        });
  }

  private Snapshot<V> all() {
    return database.read(handle -> {
      List<RegistryStore.AliasRow> aliases = RegistryStore.aliases(handle, kind.label());
      Map<String, List<AssetVersion>> rows =
          RegistryStore.versions(handle, kind.label()).stream()
              .collect(Collectors.groupingBy(AssetVersion::asset));
      return Snapshot.empty(kind).with(rows, aliases);
    });
  }
}
