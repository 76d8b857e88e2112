// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one kind that a thing has: any name at all, or those that are listed.
 *
 * @param words how the kind may be called besides its own word
 * @param type what a key holds whose name is not listed
 * @param operators what a key may be asked whose name is not listed
 * @param names the listed ones with their spellings; empty where any name goes
 * @param orders whether things can be put in order by any of them
 */
public record Keys(
    Kind kind,
    List<String> words,
    Type type,
    List<Operator> operators,
    Map<String, Name> names,
    boolean orders) {

  /** A listed name: what it is properly called, what it holds and where it may be used. */
  record Name(
      String proper, Type type, List<Operator> operators, boolean filters, boolean orders) {}

  public Keys {
    words = List.copyOf(words);
    operators = List.copyOf(operators);
  }

  /** Keys of any name. */
  static Keys open(Kind kind, Type type, boolean orders, String... words) {
    List<Operator> operators = type == Type.TEXT ? Operator.TEXTS : Operator.NUMBERS;
    return new Keys(kind, List.of(words), type, operators, Map.of(), orders);
  }

  /** As they are, but texts can be searched by regular expressions too. */
  Keys withPatterns() {
    Map<String, Name> patterned = new LinkedHashMap<>();
    names.forEach((name, listed) -> patterned.put(name, patterned(listed)));
    List<Operator> operators = type == Type.TEXT ? Operator.PATTERNS : this.operators;
    return new Keys(kind, words, type, operators, patterned, orders);
  }

  private static Name patterned(Name name) {
    return name.type() == Type.TEXT
        ? new Name(name.proper(), Type.TEXT, Operator.PATTERNS, name.filters(), name.orders())
        : name;
  }

  /** Keys that are listed, to be added to by {@link #text} and its like. */
  static Keys listed(Kind kind, String... words) {
    return new Keys(kind, List.of(words), Type.TEXT, List.of(), Map.of(), false);
  }

  Keys text(String name) {
    return plus(name, new Name(name, Type.TEXT, Operator.TEXTS, true, true));
  }

  Keys number(String name) {
    return plus(name, new Name(name, Type.NUMBER, Operator.NUMBERS, true, true));
  }

  /** Another spelling of a name that is listed already; for filters only where it is a phrase. */
  Keys alias(String spelling, String proper) {
    Name name = names.get(proper);
    if (name == null) {
      throw new IllegalArgumentException(proper);
    }
    boolean orders = name.orders() && spelling.indexOf(' ') < 0;
    return plus(
        spelling, new Name(name.proper(), name.type(), name.operators(), name.filters(), orders));
  }

  Keys filterOnly(String name, Type type) {
    List<Operator> operators = type == Type.TEXT ? Operator.TEXTS : Operator.NUMBERS;
    return plus(name, new Name(name, type, operators, true, false));
  }

  Keys orderOnly(String name) {
    return plus(name, new Name(name, Type.NUMBER, List.of(), false, true));
  }

  private Keys plus(String spelling, Name name) {
    Map<String, Name> more = new LinkedHashMap<>(names);
    more.put(spelling, name);
    return new Keys(kind, words, type, operators, more, orders || name.orders());
  }

  boolean called(String word) {
    return kind.word().equals(word) || words.contains(word);
  }

  /** The listed name of a spelling; a name that ends with a star stands for all that begin so. */
  @Nullable Name find(String spelling) {
    if (names.isEmpty()) {
      return new Name(spelling, type, operators, true, orders);
    }
    Name exact = names.get(spelling);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, Name> entry : names.entrySet()) {
      String listed = entry.getKey();
      if (listed.endsWith("*") && spelling.startsWith(listed.substring(0, listed.length() - 1))) {
        Name name = entry.getValue();
        return new Name(spelling, name.type(), name.operators(), name.filters(), name.orders());
      }
    }
    return null;
  }

  /** The spellings that may be used, as the original shows a set. */
  String shown(boolean ordering) {
    List<String> shown = new ArrayList<>();
    names.forEach((spelling, name) -> {
      if (ordering ? name.orders() : name.filters()) {
        shown.add("'" + spelling + "'");
      }
    });
    return "{" + String.join(", ", shown) + "}";
  }
}
