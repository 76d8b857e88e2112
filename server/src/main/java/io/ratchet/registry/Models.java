// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.journal.Journal;
import io.ratchet.model.ModelContent;
import io.ratchet.storage.Database;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The models. */
public final class Models extends Assets<ModelVersion> {
  /** What the journal and the database call this kind of asset. */
  public static final String KIND = "model";

  public Models(
      Database database, Journal journal, InstantSource time, FirstLoad firstLoad, Limits limits) {
    super(new ModelKind(), database, journal, time, firstLoad, limits);
  }

  /** Refuses what cannot be the name of a model. */
  public static void checkName(String name) {
    AssetName.fault(name)
        .ifPresent(fault -> {
          throw Failure.invalid(
              "the name of a model " + fault + ", got " + Problem.shorten(name),
              "choose another name");
        });
  }

  /** The minor version after the highest; v1.0.0 where there is none. */
  public Semver next(String name) {
    return find(name)
        .flatMap(Asset::highest)
        .map(highest -> highest.version().version())
        .map(v ->
            new Semver(
                v.major(), v.minor().add(BigInteger.ONE), BigInteger.ZERO, List.of(), List.of()))
        .orElseGet(() -> Semver.parse("1.0.0"));
  }

  /** The version whose lineage names that training run. */
  public Optional<ModelVersion> ofRun(String name, String run) {
    return find(name).stream()
        .flatMap(model -> model.versions().values().stream())
        .map(Asset.Registered::version)
        .filter(version -> run.equals(version.content().lineage().run()))
        .findFirst();
  }

  /**
   * Registers what a training run made as the next minor version; a run registers once, however
   * often it asks.
   *
   * @param content whose lineage names the run
   */
  public ModelVersion addTrained(
      String name, ModelContent content, @Nullable Semver parent, String reason, String actor) {
    String run = content.lineage().run();
    if (run == null) {
      throw new IllegalArgumentException("a trained version without its run: " + name);
    }
    reload(name);
    Optional<ModelVersion> known = ofRun(name, run);
    if (known.isPresent()) {
      return known.get();
    }
    Semver version = next(name);
    var _ =
        register(
            List.of(
                new NewVersion(
                    name,
                    version,
                    Origin.API,
                    content.source().kind(),
                    null,
                    content::json,
                    parent,
                    reason)),
            actor);
    return version(name, version).map(Asset.Registered::version).orElseThrow();
  }

  /** Registers a version within the caller's transaction; {@link #reload} makes it count. */
  public void add(
      Handle handle,
      String name,
      Semver version,
      ModelContent content,
      @Nullable String reason,
      String actor) {
    add(handle, name, version, content::json, content.source().kind(), reason, actor);
  }
}
