// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import java.util.List;
import java.util.stream.Stream;

/** A filter that was understood. */
public sealed interface Expression {
  /** What an empty filter means. */
  static Expression everything() {
    return new And(List.of());
  }

  /** True where all of them are, so also where there are none. */
  record And(List<Expression> all) implements Expression {
    public And {
      all = List.copyOf(all);
    }
  }

  /** True where one of them is. */
  record Or(List<Expression> any) implements Expression {
    public Or {
      any = List.copyOf(any);
    }
  }

  record Not(Expression negated) implements Expression {}

  /** One clause. */
  record Comparison(Key key, Operator operator, Value value) implements Expression {}

  /** Every clause, from left to right. */
  default Stream<Comparison> comparisons() {
    return switch (this) {
      case And(List<Expression> all) -> all.stream().flatMap(Expression::comparisons);
      case Or(List<Expression> any) -> any.stream().flatMap(Expression::comparisons);
      case Not(Expression negated) -> negated.comparisons();
      case Comparison comparison -> Stream.of(comparison);
    };
  }
}
