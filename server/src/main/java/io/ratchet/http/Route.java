// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import org.jspecify.annotations.Nullable;

/**
 * One verb on one path.
 *
 * @param pattern path with {@code {name}} for a segment that is handed to the handler, and {@code
 *     {name...}} at its end for all that is left of the path
 * @param errors how a refusal is written here: problem details, or the shape another wire expects
 * @param bodyLimit how long a body may be; null for the server's own limit
 * @param knowsProjects whether what it shows and changes is all of the project that {@link
 *     Request#project} says; callers that are bound to a project may use such routes only
 */
public record Route(
    String method,
    String pattern,
    Access access,
    Handler handler,
    ErrorShape errors,
    @Nullable BodyLimit bodyLimit,
    boolean knowsProjects) {

  /**
   * How long a body may be.
   *
   * @param setting the key of the configuration that says so, for refusals
   */
  public record BodyLimit(long bytes, String setting) {}

  private Route(String method, String pattern, Access access, Handler handler) {
    this(method, pattern, access, handler, ProblemDetails.SHAPE, null, false);
  }

  public static Route get(String pattern, Access access, Handler handler) {
    return new Route("GET", pattern, access, handler);
  }

  public static Route post(String pattern, Access access, Handler handler) {
    return new Route("POST", pattern, access, handler);
  }

  public static Route put(String pattern, Access access, Handler handler) {
    return new Route("PUT", pattern, access, handler);
  }

  public static Route patch(String pattern, Access access, Handler handler) {
    return new Route("PATCH", pattern, access, handler);
  }

  public static Route delete(String pattern, Access access, Handler handler) {
    return new Route("DELETE", pattern, access, handler);
  }

  public Route withErrors(ErrorShape shape) {
    return new Route(method, pattern, access, handler, shape, bodyLimit, knowsProjects);
  }

  /** The same with a limit of its own, for uploads. */
  public Route withBodyLimit(long bytes, String setting) {
    BodyLimit limit = new BodyLimit(bytes, setting);
    return new Route(method, pattern, access, handler, errors, limit, knowsProjects);
  }

  /** The same, for callers that are bound to a project too. */
  public Route withinProjects() {
    return new Route(method, pattern, access, handler, errors, bodyLimit, true);
  }
}
