// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.math.BigInteger;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides whether a version may be registered. Content is immutable from the first use on; a file
 * may change until then, a request may not, since its sender cannot see who has read it.
 */
final class RegistrationPolicy {
  private RegistrationPolicy() {}

  /** What to do with a version. */
  sealed interface Decision {
    /** It is new. */
    record Add(@Nullable Semver parent) implements Decision {}

    /** The same content is there already. */
    record Keep() implements Decision {}

    /** Nobody has used the content that is there: put this in its place. */
    record Replace() implements Decision {}

    /** It stays out, and what is there stays. */
    record Refuse(ErrorCode code, String message, String hint) implements Decision {
      Failure failure() {
        return new Failure(code, message, hint);
      }
    }
  }

  /**
   * A version that is there.
   *
   * @param used whether its content has been used
   */
  record Present(String sha256, Origin origin, boolean used, Optional<ObjectNode> content) {}

  /** What to do with {@code wanted} beside the versions of its asset. */
  static Decision decide(
      NewVersion wanted, NavigableMap<Semver, Present> present, Limits limits, Kind<?> kind) {
    Present same = present.get(wanted.version());
    String sha256 = wanted.content().sha256();
    if (same != null && same.sha256().equals(sha256)) {
      return new Decision.Keep();
    }
    if (same != null && (same.used() || same.origin() != wanted.origin() || isRequest(wanted))) {
      return changed(wanted, same, sha256);
    }
    if (same == null && present.size() >= limits.versions()) {
      return new Decision.Refuse(
          ErrorCode.EXHAUSTED,
          "%s has %d versions, the most there may be".formatted(wanted.name(), present.size()),
          "register under another name");
    }
    Semver parent = wanted.parent();
    if (parent != null && (!present.containsKey(parent) || parent.equals(wanted.version()))) {
      return new Decision.Refuse(
          ErrorCode.INVALID,
          "the parent %s of %s is not a version of it".formatted(parent, wanted.key()),
          "name a registered version, or leave parent out");
    }
    Optional<Decision> breaking = breaking(wanted, present, kind);
    if (breaking.isPresent()) {
      return breaking.get();
    }
    return same != null
        ? new Decision.Replace()
        : new Decision.Add(parent == null ? present.lowerKey(wanted.version()) : parent);
  }

  private static boolean isRequest(NewVersion wanted) {
    return wanted.origin() == Origin.API;
  }

  private static Decision.Refuse changed(NewVersion wanted, Present same, String sha256) {
    String why = same.used() ? "was used and cannot change" : "is registered with other content";
    return new Decision.Refuse(
        ErrorCode.CONFLICT,
        "%s %s: it has sha256 %s, this has %s".formatted(wanted.key(), why, same.sha256(), sha256),
        "register the new content under a higher version");
  }

  /** The last release below with the same major number is what readers of the answers know. */
  private static Optional<Decision> breaking(
      NewVersion wanted, NavigableMap<Semver, Present> present, Kind<?> kind) {
    return present.headMap(wanted.version(), false).descendingMap().entrySet().stream()
        .filter(entry -> entry.getKey().isRelease())
        .findFirst()
        .filter(entry -> entry.getKey().major().equals(wanted.version().major()))
        .flatMap(entry ->
            entry
                .getValue()
                .content()
                .flatMap(content -> breaking(wanted, entry.getKey(), content, kind)));
  }

  private static Optional<Decision> breaking(
      NewVersion wanted, Semver last, ObjectNode content, Kind<?> kind) {
    List<String> breaks = kind.breaks(content, wanted.content().json());
    if (breaks.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Decision.Refuse(
            ErrorCode.CONFLICT,
            "the %s of %s breaks that of %s: %s"
                .formatted(kind.contract(), wanted.key(), last, String.join("; ", breaks)),
            "keep these fields, or register it as v"
                + wanted.version().major().add(BigInteger.ONE)
                + ".0.0"));
  }
}
