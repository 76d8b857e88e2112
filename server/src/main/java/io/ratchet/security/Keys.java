// SPDX-License-Identifier: Apache-2.0
package io.ratchet.security;

import io.ratchet.base.Digest;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.Project;
import io.ratchet.http.Access;
import io.ratchet.http.Caller;
import io.ratchet.journal.Journal;
import io.ratchet.storage.Database;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API keys: made, listed, revoked, and recognised from memory. A key made by another process is
 * known after the next {@link #refresh}.
 */
public final class Keys {
  private static final int SECRET_BYTES = 32;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Database database;
  private final Journal journal;
  private final InstantSource time;
  private final Ids ids;
  private final SecureRandom chance;
  private volatile Map<String, Key> active = Map.of();

  public Keys(
      Database database, Journal journal, InstantSource time, Ids ids, SecureRandom chance) {
    this.database = database;
    this.journal = journal;
    this.time = time;
    this.ids = ids;
    this.chance = chance;
    refresh();
  }

  /**
   * A new key and the secret that is shown this once.
   *
   * @param secret what the caller sends as {@code Authorization: Bearer SECRET}
   */
  public record Created(Key key, String secret) {}

  /** A key for everything that its role allows. */
  public Created create(String name, Access role, String actor) {
    return create(name, role, null, actor);
  }

  /**
   * A key.
   *
   * @param project the only one whose things it opens; null for one that is not bound
   */
  public Created create(String name, Access role, @Nullable Project project, String actor) {
    if (!NAME.matcher(name).matches()) {
      throw Failure.invalid(
          "name cannot be " + Problem.shorten(name),
          "use 1 to 64 letters, digits, dots, dashes or underscores");
    }
    if (role == Access.OPEN) {
      throw Failure.invalid("role cannot be open", "use viewer, operator or admin");
    }
    byte[] random = new byte[SECRET_BYTES];
    chance.nextBytes(random);
    String secret = "rk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Instant now = time.instant().truncatedTo(ChronoUnit.MILLIS);
    Key key = new Key(ids.next(), name, role, project, Digest.sha256(secret), now, actor, null);
    database.change(handle -> {
      if (!KeyStore.insert(handle, key)) {
        throw Failure.conflict(
            "there is a key named " + name + " already",
            "choose another name; a revoked name is not used again");
      }
      journal.append(handle, "key.created", "", "", actor, detail(key));
    });
    refresh();
    return new Created(key, secret);
  }

  /** Ends a key at once; ending it again is no error. */
  public Key revoke(String idOrName, String actor) {
    Instant now = time.instant().truncatedTo(ChronoUnit.MILLIS);
    Key revoked =
        database.write(handle -> {
          Key key =
              KeyStore.find(handle, idOrName)
                  .orElseThrow(() ->
                      Failure.missing(
                          "there is no key " + Problem.shorten(idOrName),
                          "list the keys with ratchet key list"));
          if (KeyStore.revoke(handle, key.id(), now)) {
            journal.append(handle, "key.revoked", "", "", actor, detail(key));
          }
          return KeyStore.find(handle, key.id()).orElseThrow();
        });
    refresh();
    return revoked;
  }

  public List<Key> list() {
    return database.read(KeyStore::all);
  }

  /** The projects that working keys are bound to. */
  public Set<Project> projects() {
    return active.values().stream()
        .map(Key::project)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Whether any key works, that is, whether callers must show one. */
  public boolean areRequired() {
    return !active.isEmpty();
  }

  /** The caller whose secret this is. */
  Optional<Caller> recognise(String secret) {
    return Optional.ofNullable(active.get(Digest.sha256(secret)))
        .map(key -> new Caller(key.name(), key.role(), key.project()));
  }

  /** Takes over what the database holds. */
  public void refresh() {
    active =
        database.read(KeyStore::all).stream()
            .filter(Key::isActive)
            .collect(Collectors.toUnmodifiableMap(Key::hash, Function.identity()));
  }

  private static ObjectNode detail(Key key) {
    ObjectNode detail =
        Json.object().put("id", key.id()).put("name", key.name()).put("role", key.role().name());
    return key.project() == null ? detail : detail.put("project", key.project().name());
  }

  static Failure unknownKey() {
    return new Failure(
        ErrorCode.UNAUTHENTICATED,
        "the API key is not known or was revoked",
        "send a key made by ratchet key create as Authorization: Bearer KEY");
  }
}
