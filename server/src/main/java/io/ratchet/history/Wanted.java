// SPDX-License-Identifier: Apache-2.0
package io.ratchet.history;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.http.Request;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Asset;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which changes somebody asks for; null means any.
 *
 * @param types as the journal calls them
 * @param from first moment, inclusive
 * @param to last moment, exclusive
 */
record Wanted(
    @Nullable String alias,
    @Nullable Stage stage,
    @Nullable Semver version,
    Set<String> types,
    @Nullable Instant from,
    @Nullable Instant to) {

  Wanted {
    types = Set.copyOf(types);
  }

  /** What a request asks for; an alias that is the name of a stage means that stage. */
  static Wanted read(Request request) {
    String alias = request.query("alias").orElse(null);
    Stage stage = request.query("stage").map(Wanted::stage).orElse(null);
    if (alias != null && alias.equals(Asset.LATEST)) {
      throw Failure.invalid(
          "latest is nobody's move: it is always the highest release",
          "ask for type=version.registered, or for what it was at a moment");
    }
    Stage named = alias == null ? null : Stage.named(alias).orElse(null);
    return new Wanted(
        named == null ? alias : null,
        stage == null ? named : stage,
        request.query("version").map(Semver::parse).orElse(null),
        types(request.query("type").orElse("")),
        request.instant("from").orElse(null),
        request.instant("to").orElse(null));
  }

  /** The stage of a name. */
  static Stage stage(String text) {
    return Stage.named(text)
        .orElseThrow(() ->
            Failure.invalid(
                "no such stage: " + Problem.shorten(text),
                "use dev, staging, production or archived"));
  }

  /** The types that a word means: one of them, or the group before its dot. */
  private static Set<String> types(String word) {
    Set<String> types = new TreeSet<>();
    for (String type : ChangePolicy.TYPES) {
      if (word.isEmpty() || type.equals(word) || type.startsWith(word + ".")) {
        types.add(type);
      }
    }
    if (types.isEmpty()) {
      throw Failure.invalid(
          "no such type: " + Problem.shorten(word),
          "use " + String.join(", ", ChangePolicy.TYPES) + ", or what stands before a dot");
    }
    return types;
  }

  /** What to read of the journal: no less than is asked for. */
  Journal.Filter filter(String kind, String name) {
    Set<String> narrowed = new TreeSet<>(types);
    if (alias != null) {
      narrowed.retainAll(alias.equals(Asset.CHAMPION) ? ChangePolicy.ROUTES : ChangePolicy.ALIASES);
    }
    if (stage != null) {
      narrowed.retainAll(ChangePolicy.STAGES);
    }
    return new Journal.Filter(kind, name, narrowed, from, to);
  }

  /** Whether the journal alone knows the answer, without a look at each entry. */
  boolean isPlain() {
    return alias == null && stage == null && version == null;
  }

  boolean matches(Change change) {
    return (alias == null || alias.equals(change.alias()))
        && (version == null || change.concerns(version.toString()))
        && (stage == null
            || stage.label().equals(change.fromStage())
            || stage.label().equals(change.toStage()));
  }
}
