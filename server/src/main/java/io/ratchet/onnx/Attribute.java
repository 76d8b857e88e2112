// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import java.util.List;

/** A named setting of an operator, as {@code AttributeProto} holds it. */
sealed interface Attribute {
  String name();

  record Whole(String name, long value) implements Attribute {}

  record Text(String name, String value) implements Attribute {}

  record Wholes(String name, long[] values) implements Attribute {}

  record Decimals(String name, float[] values) implements Attribute {}

  record Texts(String name, List<String> values) implements Attribute {}

  default ProtoWriter message() {
    ProtoWriter message = new ProtoWriter().text(1, name());
    return switch (this) {
      case Whole(String _, long value) -> message.number(3, value).number(20, 2);
      case Text(String _, String value) -> message.text(4, value).number(20, 3);
      case Decimals(String _, float[] values) -> message.decimals(7, values).number(20, 6);
      case Wholes(String _, long[] values) -> message.numbers(8, values).number(20, 7);
      case Texts(String _, List<String> values) -> {
        values.forEach(value -> message.text(9, value));
        yield message.number(20, 8);
      }
    };
  }
}
