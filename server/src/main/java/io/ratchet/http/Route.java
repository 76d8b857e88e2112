// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

/**
 * One verb on one path.
 *
 * @param pattern path with {@code {name}} for a segment that is handed to the handler
 * @param errors how a refusal is written here: problem details, or the shape another wire expects
 */
public record Route(
    String method, String pattern, Access access, Handler handler, ErrorShape errors) {

  public static Route get(String pattern, Access access, Handler handler) {
    return new Route("GET", pattern, access, handler, ProblemDetails.SHAPE);
  }

  public static Route post(String pattern, Access access, Handler handler) {
    return new Route("POST", pattern, access, handler, ProblemDetails.SHAPE);
  }

  public static Route put(String pattern, Access access, Handler handler) {
    return new Route("PUT", pattern, access, handler, ProblemDetails.SHAPE);
  }

  public static Route delete(String pattern, Access access, Handler handler) {
    return new Route("DELETE", pattern, access, handler, ProblemDetails.SHAPE);
  }

  public Route withErrors(ErrorShape shape) {
    return new Route(method, pattern, access, handler, shape);
  }
}
