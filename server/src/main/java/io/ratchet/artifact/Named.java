// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The content and the paths that texts name. */
final class Named implements Consumer<String> {
  private static final Pattern SHA256 = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");
  private static final Pattern PATH = Pattern.compile("mlflow-artifacts:/+([^\\s\"'\\\\]+)");

  private final Set<String> contents = new HashSet<>();
  private final TreeSet<String> paths = new TreeSet<>();

  static Named in(List<Mentions> mentions) {
    Named named = new Named();
    mentions.forEach(one -> one.each(named));
    return named;
  }

  @Override
  public void accept(String text) {
    Matcher content = SHA256.matcher(text);
    while (content.find()) {
      contents.add(content.group());
    }
    Matcher path = PATH.matcher(text);
    while (path.find()) {
      paths.add(path.group(1));
    }
  }

  boolean content(String sha256) {
    return contents.contains(sha256);
  }

  /** Whether a path is named, or one below it. */
  boolean path(ArtifactPath path) {
    String next = paths.ceiling(path.prefix());
    return paths.contains(path.value()) || (next != null && next.startsWith(path.prefix()));
  }
}
