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
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/**
 * The prompts. Reading is from memory and never waits; every change is a transaction, after which
 * the snapshot is swapped.
 */
public final class Prompts {
  /** What the journal and the database call this kind of asset. */
  public static final String KIND = "prompt";

  private record Key(String name, Semver version) {}

  private final Database database;
  private final Journal journal;
  private final InstantSource time;
  private final FirstLoad firstLoad;
  private final Limits limits;
  private final ChangedAssets changes;
  private final Set<Key> used = ConcurrentHashMap.newKeySet();
  private volatile Snapshot snapshot = Snapshot.EMPTY;

  public Prompts(
      Database database, Journal journal, InstantSource time, FirstLoad firstLoad, Limits limits) {
    this.database = database;
    this.journal = journal;
    this.time = time;
    this.firstLoad = firstLoad;
    this.limits = limits;
    this.changes = new ChangedAssets(journal, KIND);
    loadAll();
  }

  public Optional<Prompt> find(String name) {
    return Optional.ofNullable(snapshot.prompts().get(name));
  }

  public Optional<Prompt.Registered> version(String name, Semver version) {
    return find(name).flatMap(prompt -> prompt.version(version));
  }

  /** All prompts by name. */
  public List<Prompt> list() {
    return snapshot.prompts().values().stream().sorted(Comparator.comparing(Prompt::name)).toList();
  }

  /** Why versions of a prompt cannot be read, by version; usually empty. */
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
  public void markUsed(String name, Semver version) {
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

  private static void refuse(List<NewVersion> asked, List<Registrations.Result> results) {
    List<Problem> problems = new ArrayList<>();
    List<Decision.Refuse> refusals = new ArrayList<>();
    for (Registrations.Result result : results) {
      if (result.decision() instanceof Decision.Refuse refuse) {
        refusals.add(refuse);
        String where = "prompts[" + asked.indexOf(result.version()) + "]";
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

  private List<Registrations.Result> apply(Handle handle, List<NewVersion> versions, String actor) {
    return new Registrations(
            handle, journal, limits, this::isUsed, snapshot.prompts().size(), now(), actor)
        .apply(versions, firstLoad);
  }

  private static Set<String> names(List<NewVersion> versions) {
    return new TreeSet<>(versions.stream().map(NewVersion::name).toList());
  }

  private Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The stages of all versions of a prompt, within a transaction. */
  public Map<Semver, Stage> stages(Handle handle, String name) {
    Map<Semver, Stage> stages = new TreeMap<>();
    for (AssetVersion row : RegistryStore.versions(handle, KIND, name)) {
      stages.put(Semver.parse(row.version()), row.stage());
    }
    return stages;
  }

  /**
   * Moves versions to stages within the transaction of a route's change; for {@code routing} alone.
   * The snapshot follows with {@link #reload}.
   */
  public void moveStages(
      Handle handle, String name, Map<Semver, Stage> moves, String reason, String actor) {
    Map<Semver, Stage> before = stages(handle, name);
    moves.forEach((version, stage) ->
        RegistryStore.stage(handle, KIND, name, version.toString(), stage, now()));
    moves.forEach((version, stage) -> {
      Stage from = before.get(version);
      ObjectNode detail =
          Json.object()
              .put("version", version.toString())
              .put("from", from == null ? null : from.label())
              .put("to", stage.label())
              .put("reason", reason.isEmpty() ? null : reason);
      journal.append(handle, "version.staged", KIND, name, actor, detail);
    });
  }

  /** Lets an alias stand for a version; that it does already is no error. */
  void setAlias(String name, String alias, Semver version, String actor) {
    AliasPolicy.check(alias);
    database.change(handle -> {
      if (RegistryStore.find(handle, KIND, name, version.toString()).isEmpty()) {
        throw missing(name, version);
      }
      String before = RegistryStore.alias(handle, KIND, name, alias).orElse(null);
      if (!version.toString().equals(before)) {
        RegistryStore.setAlias(handle, KIND, name, alias, version.toString());
        ObjectNode detail =
            Json.object()
                .put("alias", alias)
                .put("version", version.toString())
                .put("previous", before);
        journal.append(handle, "alias.set", KIND, name, actor, detail);
      }
    });
    reload(name);
  }

  /** Ends an alias and says what it stood for. */
  Semver removeAlias(String name, String alias, String actor) {
    AliasPolicy.check(alias);
    String removed =
        database.write(handle -> {
          String version =
              RegistryStore.removeAlias(handle, KIND, name, alias)
                  .orElseThrow(() ->
                      Failure.missing(
                          "the prompt %s has no alias %s"
                              .formatted(Problem.shorten(name), Problem.shorten(alias)),
                          "list its aliases with GET /api/prompts"));
          ObjectNode detail = Json.object().put("alias", alias).put("version", version);
          journal.append(handle, "alias.removed", KIND, name, actor, detail);
          return version;
        });
    reload(name);
    return Semver.parse(removed);
  }

  /** The refusal of a version that nobody has registered. */
  static Failure missing(String name, Semver version) {
    return Failure.missing(
        "the prompt %s has no version %s".formatted(Problem.shorten(name), version),
        "list them with GET /api/prompts/" + Problem.shorten(name) + "/versions");
  }

  /** Takes over what the database holds of one prompt. */
  public void reload(String name) {
    load(Set.of(name));
  }

  /** Takes over changes of other processes; cheap where there are none. */
  public void refresh() {
    changes.follow(this::load);
  }

  private synchronized void load(Set<String> names) {
    Snapshot before = snapshot;
    snapshot =
        database.read(handle -> {
          Map<String, List<AssetVersion>> rows = new HashMap<>();
          List<RegistryStore.AliasRow> aliases = new ArrayList<>();
          for (String name : names) {
            List<AssetVersion> versions = RegistryStore.versions(handle, KIND, name);
            if (!versions.isEmpty()) {
              rows.put(name, versions);
              aliases.addAll(RegistryStore.aliases(handle, KIND, name));
            }
          }
          return before.with(rows, aliases);
        });
  }

  private synchronized void loadAll() {
    snapshot =
        database.read(handle -> {
          List<RegistryStore.AliasRow> aliases = RegistryStore.aliases(handle, KIND, "");
          Map<String, List<AssetVersion>> rows =
              RegistryStore.versions(handle, KIND, "").stream()
                  .collect(Collectors.groupingBy(AssetVersion::asset));
          return Snapshot.EMPTY.with(rows, aliases);
        });
  }
}
