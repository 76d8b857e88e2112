// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What may be asked of one sort of thing: the kinds of its keys. A key that is written without its
 * kind is an attribute.
 */
public record Grammar(Wording wording, List<Keys> kinds) {
  /** How the original words its refusals for a thing; its parts were written at several times. */
  public enum Wording {
    RUNS,
    EXPERIMENTS,
    REGISTRY,
    /** The only part that takes a number without quotes for a text. */
    LOGGED_MODELS
  }

  /** A key of this grammar with what it holds and may be asked. */
  record Known(Key key, Type type, List<Operator> operators) {}

  public Grammar {
    kinds = List.copyOf(kinds);
  }

  Grammar(Wording wording, Keys... kinds) {
    this(wording, List.of(kinds));
  }

  Known filterKey(Word written) {
    Keys keys = keys(written);
    Keys.Name name = keys.find(written.name());
    if (name == null || !name.filters()) {
      throw unknownName(keys, written.name(), false);
    }
    return new Known(new Key(keys.kind(), name.proper()), name.type(), name.operators());
  }

  Key orderKey(Word written) {
    Keys keys = keys(written);
    if (!keys.orders()) {
      throw Refusals.invalid(
          wording == Wording.RUNS
              ? "Invalid identifier type '" + keys.kind().word() + "'"
              : "Invalid order_by entity: " + keys.kind().word());
    }
    Keys.Name name = keys.find(written.name());
    if (name == null || !name.orders()) {
      throw unknownName(keys, written.name(), true);
    }
    return new Key(keys.kind(), name.proper());
  }

  private Keys keys(Word written) {
    String kind = written.kind();
    return kinds.stream()
        .filter(keys -> kind == null ? keys.kind() == Kind.ATTRIBUTE : keys.called(kind))
        .findFirst()
        .orElseThrow(() -> unknownKind(String.valueOf(kind)));
  }

  private Failure unknownKind(String kind) {
    String begin = "Invalid entity type '" + Problem.shorten(kind) + "'. ";
    String words =
        kinds.stream()
            .map(keys -> "'" + keys.kind().word() + "'")
            .collect(Collectors.joining(", "));
    return Refusals.invalid(
        wording == Wording.RUNS
            ? begin + "Valid values are [" + words + "]"
            : begin + "Valid entity types are (" + words + ")");
  }

  private Failure unknownName(Keys keys, String name, boolean ordering) {
    String what =
        ordering && wording == Wording.REGISTRY ? "order by key" : keys.kind().word() + " key";
    return Refusals.invalid(
        "Invalid %s '%s' specified. Valid keys are '%s'"
            .formatted(what, Problem.shorten(name), keys.shown(ordering)));
  }

  /** A part of a filter that cannot stand where it stands. */
  Failure strayClause(String part) {
    String shown = Problem.shorten(part);
    return Refusals.invalid(
        "Invalid clause(s) in filter string: "
            + (wording == Wording.RUNS ? "'" + shown + "'" : shown));
  }

  Failure unfitOperator(Known known, String sign) {
    String shown = Problem.shorten(sign);
    if (wording == Wording.REGISTRY) {
      return Refusals.invalid("Invalid comparator for " + known.key().kind().word() + ": " + shown);
    }
    return Refusals.invalid(
        "Invalid comparator '%s' not one of '{%s}'"
            .formatted(
                shown,
                known.operators().stream()
                    .map(operator -> "'" + operator.sign() + "'")
                    .collect(Collectors.joining(", "))));
  }
}
