// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that was written: the merged files, the environment over them, the flags on top. */
final class Sources {
  private final Node.Mapping tree;
  private final Map<String, String> environment;
  private final Map<String, String> flags;
  private final Map<String, String> outranked = new HashMap<>();

  Sources(Node.Mapping tree, Map<String, String> environment, Map<String, String> flags) {
    this.tree = tree;
    this.environment = Map.copyOf(environment);
    this.flags = Map.copyOf(flags);
  }

  Node.Mapping tree() {
    return tree;
  }

  Map<String, String> environment() {
    return environment;
  }

  Map<String, String> flags() {
    return flags;
  }

  /** The same with another tree. */
  Sources with(Node.Mapping other) {
    return new Sources(other, environment, flags);
  }

  /** Lets a value of the files not count that begins so, since a higher place decided about it. */
  void outrank(String path, String beginning) {
    outranked.put(path, beginning);
  }

  /** What was written for a key, in the highest place; null where it is nothing. */
  @Nullable Node written(String path, @Nullable Node inFile) {
    String flag = flags.get(path);
    if (flag != null) {
      return new Node.Scalar(new Origin.CommandLine(), flag);
    }
    String variable = Key.variable(path);
    String value = Variables.value(environment, variable);
    if (value != null) {
      return new Node.Scalar(new Origin.Environment(variable), value);
    }
    return inFile instanceof Node.Scalar scalar && isVoid(path, scalar) ? null : inFile;
  }

  private boolean isVoid(String path, Node.Scalar inFile) {
    String text = inFile.text();
    String beginning = outranked.get(path);
    return text == null || (beginning != null && text.startsWith(beginning));
  }

  /** A scalar with the variables in it replaced, which only files may hold. */
  Substitution substituted(Node.Scalar scalar) {
    String text = scalar.text();
    return text == null || !(scalar.origin() instanceof Origin.File)
        ? Substitution.none(text)
        : Substitution.of(text, environment);
  }
}
