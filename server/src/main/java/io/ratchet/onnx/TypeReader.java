// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import io.ratchet.onnx.ValueType.Dimension;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code TypeProto}: the types of inputs and outputs. */
final class TypeReader {
  private TypeReader() {}

  static ValueType type(ProtoReader message) {
    ValueType type = new ValueType.Other("unknown");
    while (message.next()) {
      switch (message.field()) {
        case 1 -> type = tensor(message.message("tensor type"));
        case 4 -> type = sequence(message.message("sequence type"));
        case 5 -> type = mapping(message.message("map type"));
        case 7 -> type = other(message, "opaque");
        case 8 -> type = other(message, "sparse tensor");
        case 9 -> type = other(message, "optional");
        default -> message.skip();
      }
    }
    return type;
  }

  private static ValueType other(ProtoReader message, String kind) {
    message.skip();
    return new ValueType.Other(kind);
  }

  private static ValueType tensor(ProtoReader message) {
    ElementType element = ElementType.OTHER;
    List<Dimension> shape = null;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> element = ElementType.of(message.number());
        case 2 -> shape = shape(message.message("shape"));
        default -> message.skip();
      }
    }
    return new ValueType.Tensor(element, shape);
  }

  private static ValueType sequence(ProtoReader message) {
    ValueType item = new ValueType.Other("unknown");
    while (message.next()) {
      if (message.field() == 1) {
        item = type(message.message("type"));
      } else {
        message.skip();
      }
    }
    return new ValueType.Sequence(item);
  }

  private static ValueType mapping(ProtoReader message) {
    ElementType key = ElementType.OTHER;
    ValueType value = new ValueType.Other("unknown");
    while (message.next()) {
      switch (message.field()) {
        case 1 -> key = ElementType.of(message.number());
        case 2 -> value = type(message.message("type"));
        default -> message.skip();
      }
    }
    return new ValueType.Mapping(key, value);
  }

  private static List<Dimension> shape(ProtoReader message) {
    List<Dimension> shape = new ArrayList<>();
    while (message.next()) {
      if (message.field() == 1) {
        shape.add(dimension(message.message("dimension")));
      } else {
        message.skip();
      }
      if (shape.size() > OnnxLimits.DIMENSIONS) {
        throw message.broken("more than " + OnnxLimits.DIMENSIONS + " dimensions");
      }
    }
    return shape;
  }

  private static Dimension dimension(ProtoReader message) {
    Dimension dimension = new Dimension(null, null);
    while (message.next()) {
      switch (message.field()) {
        case 1 -> {
          long size = message.number();
          // Older exporters write 0 or -1 for a size that is left open.
          dimension = size <= 0 ? new Dimension(null, null) : Dimension.of(size);
        }
        case 2 -> dimension = Dimension.free(message.text(OnnxLimits.NAME));
        default -> message.skip();
      }
    }
    return dimension;
  }
}
