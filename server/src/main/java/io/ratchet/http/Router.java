// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import io.helidon.common.uri.UriEncoding;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a path in a tree of its segments. A literal segment wins over a parameter, so
 * {@code /versions} is never taken for a {@code {name}}; where the literal branch leads nowhere the
 * parameter is tried, and last a {@code {name...}} that takes the rest of the path.
 */
final class Router {
  /** What is at a path. */
  sealed interface Found {}

  /** A route and the values of its parameters. */
  record Match(Route route, Map<String, String> parameters) implements Found {}

  /** Nothing at all. */
  record Nothing(Failure failure) implements Found {}

  /**
   * Routes for other methods only.
   *
   * @param allowed those methods, as the header {@code Allow} names them
   */
  record OtherMethods(String allowed, Failure failure) implements Found {}

  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    final Map<String, Route> routes = new TreeMap<>();
    final Set<ErrorShape> shapes = new HashSet<>();
    @Nullable Node parameter;
    @Nullable Node rest;
  }

  private final Node root = new Node();

  Router(List<Route> routes) {
    for (Route route : routes) {
      Node node = root;
      for (String segment : segments(route.pattern())) {
        node = child(node, segment);
        node.shapes.add(route.errors());
      }
      if (node.routes.put(route.method(), route) != null) {
        throw new IllegalStateException("two routes for " + route.method() + " " + route.pattern());
      }
    }
  }

  private static Node child(Node node, String segment) {
    if (isRest(segment)) {
      Node child = node.rest == null ? new Node() : node.rest;
      node.rest = child;
      return child;
    }
    return isParameter(segment) ? parameter(node) : literal(node, segment);
  }

  private static Node literal(Node node, String segment) {
    return node.literals.computeIfAbsent(segment, _ -> new Node());
  }

  private static Node parameter(Node node) {
    Node child = node.parameter;
    if (child == null) {
      child = new Node();
      node.parameter = child;
    }
    return child;
  }

  /**
   * How a path is refused before its route is known: in the one shape of all routes that begin like
   * it, or as problem details where they have several.
   */
  ErrorShape errors(String path) {
    ErrorShape errors = ProblemDetails.SHAPE;
    Node node = root;
    for (String segment : segments(path)) {
      node = node.literals.get(segment);
      if (node == null) {
        return errors;
      }
      errors = node.shapes.size() == 1 ? node.shapes.iterator().next() : ProblemDetails.SHAPE;
    }
    return errors;
  }

  Found find(String method, String path) {
    List<String> segments = segments(path);
    Node node = find(root, segments, 0);
    if (node == null) {
      return new Nothing(
          Failure.missing(
              "there is nothing at " + path, "see /openapi.yaml for the paths of this server"));
    }
    Route route = node.routes.get(method);
    if (route == null && method.equals("HEAD")) {
      route = node.routes.get("GET");
    }
    if (route == null) {
      return otherMethods(method, path, node.routes.keySet());
    }
    return new Match(route, parameters(route, segments));
  }

  private static OtherMethods otherMethods(String method, String path, Set<String> known) {
    Set<String> allowed = new TreeSet<>(known);
    if (known.contains("GET")) {
      allowed.add("HEAD");
    }
    Failure failure =
        new Failure(
            ErrorCode.METHOD_NOT_ALLOWED,
            method + " is not possible on " + path,
            "use " + String.join(" or ", known));
    return new OtherMethods(String.join(", ", allowed), failure);
  }

  private static @Nullable Node find(Node node, List<String> segments, int index) {
    if (index == segments.size()) {
      return node.routes.isEmpty() ? null : node;
    }
    Node literal = node.literals.get(segments.get(index));
    Node found = literal == null ? null : find(literal, segments, index + 1);
    if (found == null && node.parameter != null) {
      found = find(node.parameter, segments, index + 1);
    }
    return found == null ? node.rest : found;
  }

  private static Map<String, String> parameters(Route route, List<String> segments) {
    Map<String, String> parameters = new HashMap<>();
    List<String> pattern = segments(route.pattern());
    for (int i = 0; i < pattern.size(); i++) {
      String segment = pattern.get(i);
      if (isRest(segment)) {
        String rest = String.join("/", segments.subList(i, segments.size()));
        parameters.put(segment.substring(1, segment.length() - 4), UriEncoding.decodeUri(rest));
      } else if (isParameter(segment)) {
        String name = segment.substring(1, segment.length() - 1);
        parameters.put(name, UriEncoding.decodeUri(segments.get(i)));
      }
    }
    return parameters;
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }

  private static boolean isRest(String segment) {
    return segment.startsWith("{") && segment.endsWith("...}");
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    int from = 1;
    while (from < path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      segments.add(path.substring(from, to));
      from = to + 1;
    }
    return segments;
  }
}
