// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and declares the single keys of one section, whatever their type. */
final class Reader {
  private static final int LIST_LIMIT = 1000;

  private final Settings settings;
  private final String path;

  /** The path as the reference has it, with NAME for free names. */
  private final String pattern;

  private final Node.@Nullable Mapping mapping;

  Reader(Settings settings, String path, String pattern, Node.@Nullable Mapping mapping) {
    this.settings = settings;
    this.path = path;
    this.pattern = pattern;
    this.mapping = mapping;
  }

  /** The value of a key that always has one. */
  <T> T read(String key, Type<T> type, T absent, String meaning) {
    T value = find(key, type, absent, meaning);
    return value == null ? absent : value;
  }

  /** The value of a key, or null where it has none. */
  <T> @Nullable T find(String key, Type<T> type, @Nullable T absent, String meaning) {
    declare(key, type, absent == null ? null : type.print().apply(absent), meaning);
    Node node = written(key);
    T given = node == null ? null : parsed(key, type, node);
    T value = given == null ? absent : given;
    Origin origin = node == null || given == null ? null : node.origin();
    hold(key, value == null ? "null" : type.yaml(value), origin);
    return value;
  }

  /** A secret that comes from a variable of its own where it is not written. */
  @Nullable Secret secret(String key, String variable, String meaning) {
    declare(key, Type.SECRET, "${" + variable + "}", meaning);
    Secret secret = find(key, Type.SECRET, null, meaning);
    if (secret != null || written(key) != null) {
      return secret;
    }
    String value = Variables.value(settings.sources().environment(), variable);
    if (value == null) {
      settings.ledger().await(full(key), variable);
      return null;
    }
    Secret usual = new Secret(value);
    hold(key, Type.SECRET.yaml(usual), new Origin.Environment(variable));
    return usual;
  }

  List<String> list(String key, List<String> absent, String meaning) {
    String usual = Emitter.list(absent);
    settings.ledger().declare(new Key(Key.join(pattern, key), "list of texts", usual, "", meaning));
    Node node = written(key);
    List<String> given = node == null ? null : items(key, node);
    List<String> held = given == null ? absent : given;
    hold(key, Emitter.list(held), node == null || given == null ? null : node.origin());
    return held;
  }

  @Nullable Node written(String key) {
    Node inFile = mapping == null ? null : mapping.get(key);
    return settings.sources().written(full(key), inFile);
  }

  private <T> @Nullable T parsed(String key, Type<T> type, Node node) {
    if (!(node instanceof Node.Scalar scalar)) {
      refuse(key, node, type.expected(), node.shown());
      return null;
    }
    boolean secret = type.equals(Type.SECRET);
    String text = substituted(key, scalar, secret);
    if (text == null) {
      return null;
    }
    T value = type.parse().apply(text);
    if (value == null) {
      refuse(
          key,
          node,
          type.expected(),
          secret ? Redaction.HIDDEN : text.isBlank() ? "\"" + text + "\"" : Redaction.of(text));
    }
    return value;
  }

  private @Nullable String substituted(String key, Node.Scalar scalar, boolean secret) {
    Substitution substitution = settings.sources().substituted(scalar);
    String broken = substitution.broken();
    if (broken != null) {
      settings
          .faults()
          .add(
              scalar.origin(),
              full(key)
                  + " holds a ${ that is not ${NAME} or ${NAME:-default}; write $${ for the two"
                  + " characters",
              secret ? Redaction.HIDDEN : Redaction.of(broken));
    } else if (!substitution.missing().isEmpty()) {
      settings.ledger().await(full(key), String.join(", ", substitution.missing()));
      if (settings.isStrict() && !secret) {
        for (String variable : substitution.missing()) {
          settings
              .faults()
              .add(
                  scalar.origin(),
                  "%s: the environment variable %s is not set; set it, or write ${%s:-...}"
                      .formatted(full(key), variable, variable));
        }
      }
    }
    return substitution.text();
  }

  private @Nullable List<String> items(String key, Node node) {
    List<Node> nodes =
        switch (node) {
          case Node.Sequence sequence -> sequence.items();
          case Node.Scalar scalar when !(scalar.origin() instanceof Origin.File) -> split(scalar);
          case Node.Scalar scalar -> null;
          case Node.Mapping inner -> null;
        };
    if (nodes == null || nodes.size() > LIST_LIMIT) {
      refuse(key, node, "a list of at most " + LIST_LIMIT + " texts", node.shown());
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (Node item : nodes) {
      String text = parsed(key, Type.TEXT, item);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static List<Node> split(Node.Scalar scalar) {
    List<Node> nodes = new ArrayList<>();
    for (String part : String.valueOf(scalar.text()).split(",")) {
      nodes.add(new Node.Scalar(scalar.origin(), part.strip()));
    }
    return nodes;
  }

  private void refuse(String key, Node node, String expected, String shown) {
    settings.faults().add(node.origin(), full(key) + " must be " + expected, shown);
  }

  private <T> void declare(String key, Type<T> type, @Nullable String absent, String meaning) {
    settings
        .ledger()
        .declare(new Key(Key.join(pattern, key), type.name(), absent, type.limits(), meaning));
  }

  private void hold(String key, String yaml, @Nullable Origin origin) {
    settings.ledger().hold(new Ledger.Effective(full(key), yaml, origin));
  }

  private String full(String key) {
    return Key.join(path, key);
  }
}
