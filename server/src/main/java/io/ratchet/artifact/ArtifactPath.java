// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import io.ratchet.mlflow.Refusals;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a file, or of a directory: names with slashes between them, none before or after. An
 * empty one is the top directory.
 *
 * <p>A path that means something else to a file system, a shell, a URL or a browser than to us is
 * refused, also where it only does after decoding it again and again.
 */
public record ArtifactPath(String value) {
  private static final int BYTES = 2_000;
  private static final int NAME_BYTES = 255;
  private static final int DEPTH = 64;
  private static final int DECODINGS = 8;
  private static final String SCHEME = "mlflow-artifacts:";

  /** What begins at a root, has a scheme, or names a drive of Windows. */
  private static final Pattern ABSOLUTE =
      Pattern.compile("(?s)/.*|[A-Za-z]:.*|(?i:file):.*|[A-Za-z][A-Za-z0-9+.-]*:/.*");

  private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

  public static final ArtifactPath TOP = new ArtifactPath("");

  /** Checks a path that comes from outside; a slash at its end is left out. */
  public static ArtifactPath of(String text) {
    String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (path.isEmpty() && text.isEmpty()) {
      return TOP;
    }
    requireBounded(path);
    String meant = path;
    for (int i = 0; i < DECODINGS; i++) {
      requireSafe(meant);
      String decoded = decoded(meant);
      if (decoded.equals(meant)) {
        return new ArtifactPath(path);
      }
      meant = decoded;
    }
    throw invalid();
  }

  /**
   * The path that a root such as {@code mlflow-artifacts:/1/RUN/artifacts} stands for.
   *
   * @throws Failure NOT_SERVED for roots in other stores
   */
  public static ArtifactPath ofRoot(String root) {
    if (!isKept(root)) {
      throw new Failure(
          ErrorCode.NOT_SERVED,
          "The artifacts below " + Problem.shorten(root) + " are not kept here",
          "");
    }
    String rest = root.substring(SCHEME.length());
    if (rest.startsWith("//")) {
      int slash = rest.indexOf('/', 2);
      rest = slash < 0 ? "" : rest.substring(slash);
    }
    return of(rest.startsWith("/") ? rest.substring(1) : rest);
  }

  /** Whether a root is in this store. */
  public static boolean isKept(String root) {
    return root.startsWith(SCHEME);
  }

  private static void requireBounded(String path) {
    boolean fits = WellFormed.is(path) && path.getBytes(StandardCharsets.UTF_8).length <= BYTES;
    List<String> names = Arrays.asList(path.split("/", -1));
    if (!fits
        || names.size() > DEPTH
        || names.stream().anyMatch(n -> n.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES)) {
      throw invalid();
    }
  }

  private static void requireSafe(String path) {
    boolean odd =
        path.chars().anyMatch(c -> c < 0x20 || c == 0x7F || c == '\\' || c == '#')
            || ABSOLUTE.matcher(path).matches();
    for (String name : path.split("/", -1)) {
      odd |= name.isEmpty() || name.equals(".") || name.equals("..");
    }
    if (odd) {
      throw invalid();
    }
  }

  private static String decoded(String path) {
    return ESCAPES
        .matcher(path)
        .replaceAll(escapes ->
            Matcher.quoteReplacement(URLDecoder.decode(escapes.group(), StandardCharsets.UTF_8)));
  }

  private static Failure invalid() {
    return Refusals.invalid("Invalid path");
  }

  public boolean isTop() {
    return value.isEmpty();
  }

  /** A path that must be more than the top directory. */
  ArtifactPath named() {
    if (isTop()) {
      throw invalid();
    }
    return this;
  }

  /** The last name. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** The directory that it is in. */
  public ArtifactPath parent() {
    int slash = value.lastIndexOf('/');
    return slash < 0 ? TOP : new ArtifactPath(value.substring(0, slash));
  }

  /** A path below this one. */
  public ArtifactPath resolve(ArtifactPath below) {
    if (isTop() || below.isTop()) {
      return isTop() ? below : this;
    }
    return of(value + "/" + below.value);
  }

  /** The directories above it, the top left out. */
  List<String> ancestors() {
    List<String> ancestors = new ArrayList<>();
    for (int slash = value.indexOf('/'); slash >= 0; slash = value.indexOf('/', slash + 1)) {
      ancestors.add(value.substring(0, slash));
    }
    return ancestors;
  }

  /** What everything below begins with; nothing at the top. */
  String prefix() {
    return isTop() ? "" : value + "/";
  }

  /** The first text after everything below, in the order of bytes. */
  String end() {
    return isTop() ? "\uDBFF\uDFFF" : value + "0"; // 0 follows the slash
  }

  @Override
  public String toString() {
    return value;
  }
}
