// SPDX-License-Identifier: Apache-2.0
package io.ratchet.security;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.base.Project;
import io.ratchet.http.Access;
import io.ratchet.http.Caller;
import io.ratchet.http.Gate;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lets a request pass by its API key, or, as long as no key exists, because it comes from this
 * machine. In that open state a page in somebody's browser must not be able to drive the server: a
 * request whose Host or Origin is not this machine is refused (DNS rebinding, cross-site requests).
 *
 * <p>A key that is bound to a project passes routes that keep projects apart, and is never about
 * another one.
 */
public final class KeyGate implements Gate {
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";
  private static final Caller LOCAL = new Caller("local", Access.ADMIN);
  private static final Caller ANYBODY = new Caller("anybody", Access.OPEN);

  private final Keys keys;

  public KeyGate(Keys keys) {
    this.keys = keys;
  }

  @Override
  public Caller admit(Request request, Route route) {
    Access needed = route.access();
    if (needed == Access.OPEN) {
      return ANYBODY;
    }
    Caller caller = keys.areRequired() ? byKey(request) : fromThisMachine(request);
    if (!caller.access().includes(needed)) {
      throw new Failure(
          ErrorCode.DENIED,
          "the key " + caller.name() + " has the role " + word(caller.access()),
          "this needs the role " + word(needed));
    }
    if (caller.project() != null) {
      confine(request, route, caller.name(), caller.project());
    }
    return caller;
  }

  /** Refuses a bound key what is not its project's. */
  private static void confine(Request request, Route route, String key, Project bound) {
    String isBound = "the key " + key + " is bound to the project " + bound;
    if (!route.knowsProjects()) {
      throw new Failure(
          ErrorCode.DENIED,
          isBound + ", and " + route.method() + " " + route.pattern() + " is the whole server's",
          "use a key without a project; one with a project opens MLflow's endpoints and /api/runs");
    }
    Project named = request.namedProject().orElse(bound);
    if (!named.equals(bound)) {
      throw new Failure(
          ErrorCode.DENIED,
          isBound + ", and the request is about the project " + named,
          "leave the header " + Request.PROJECT + " out, or use a key of " + named);
    }
  }

  private Caller byKey(Request request) {
    String header =
        request
            .header("authorization")
            .or(() -> request.header("x-api-key").map(key -> "Bearer " + key))
            .orElseThrow(() ->
                new Failure(
                    ErrorCode.UNAUTHENTICATED,
                    "an API key is needed",
                    "send Authorization: Bearer KEY; ratchet key create makes one"));
    return key(header).flatMap(keys::recognise).orElseThrow(Keys::unknownKey);
  }

  /** The key in a bearer token, or the password of basic credentials, whose user is ignored. */
  private static Optional<String> key(String header) {
    String scheme = header.toLowerCase(Locale.ROOT);
    if (scheme.startsWith(BEARER)) {
      return Optional.of(header.substring(BEARER.length()).strip());
    }
    if (!scheme.startsWith(BASIC)) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      String credentials = new String(decoded, StandardCharsets.UTF_8);
      int colon = credentials.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(credentials.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Caller fromThisMachine(Request request) {
    check("host", request.header("host").map(host -> "http://" + host));
    check("origin", request.header("origin"));
    return LOCAL;
  }

  private static void check(String header, Optional<String> value) {
    if (value.isPresent() && !isThisMachine(value.get())) {
      throw new Failure(
          ErrorCode.DENIED,
          header + " names another machine: " + Problem.shorten(value.get()),
          "call the server as localhost, or make API keys with ratchet key create");
    }
  }

  private static boolean isThisMachine(String url) {
    try {
      String host = URI.create(url).getHost();
      return host != null
          && (host.equals("localhost")
              || host.endsWith(".localhost")
              || LOOPBACK.matcher(host).matches()
              || host.equals("[::1]"));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String word(Access access) {
    return access.name().toLowerCase(Locale.ROOT);
  }
}
