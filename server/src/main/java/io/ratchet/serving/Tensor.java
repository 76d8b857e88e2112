// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A tensor that was sent.
 *
 * @param shape at least one dimension, each at least 1
 */
record Tensor(String name, Datatype datatype, List<Long> shape, Elements elements) {
  private static final int LENGTH = Integer.BYTES;

  /** Its elements in row-major order. */
  interface Elements {
    int count();

    /** NaN where it is missing, or no number. */
    double number(int i);

    /** Empty where it is missing. */
    String word(int i);
  }

  Tensor {
    shape = List.copyOf(shape);
  }

  /** The first dimension, which counts the rows. */
  int rows() {
    return Math.toIntExact(shape.getFirst());
  }

  /** How many elements a row has. */
  int width() {
    return elements.count() / rows();
  }

  /** Elements as JSON: nested as the shape is, or flat. */
  static Elements json(String name, Datatype type, JsonNode data) {
    List<JsonNode> flat = new ArrayList<>();
    flatten(name, data, flat);
    for (JsonNode one : flat) {
      boolean fits =
          switch (type) {
            case BYTES -> one.isString();
            case BOOL -> one.isBoolean() || isBit(one);
            case FP16, FP32, FP64 -> one.isNumber() || one.isNull();
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> one.isIntegralNumber();
          };
      if (!fits) {
        throw Failure.invalid(
            "input %s holds %s, which is no %s"
                .formatted(name, Problem.shorten(one.toString()), type),
            "send the elements in the datatype that they are said to have");
      }
    }
    return new JsonElements(flat);
  }

  private static boolean isBit(JsonNode one) {
    return one.isIntegralNumber() && one.canConvertToInt() && (one.intValue() & ~1) == 0;
  }

  private static void flatten(String name, JsonNode node, List<JsonNode> flat) {
    if (!node.isArray()) {
      throw Failure.invalid("data of input " + name + " must be an array", "send its elements");
    }
    for (JsonNode one : node) {
      if (one.isArray()) {
        flatten(name, one, flat);
      } else {
        flat.add(one);
      }
    }
  }

  private record JsonElements(List<JsonNode> flat) implements Elements {
    @Override
    public int count() {
      return flat.size();
    }

    @Override
    public double number(int i) {
      JsonNode one = flat.get(i);
      return one.isNumber()
          ? Json.number(one)
          : one.isBoolean() ? (one.booleanValue() ? 1 : 0) : Double.NaN;
    }

    @Override
    public String word(int i) {
      JsonNode one = flat.get(i);
      return one.isString() ? one.stringValue() : one.isNull() ? "" : one.toString();
    }
  }

  /**
   * Elements as bytes.
   *
   * @param bytes all of them and nothing else
   */
  static Elements binary(String name, Datatype type, ByteBuffer bytes) {
    ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (type == Datatype.BYTES) {
      return new Words(words(name, data));
    }
    if (data.remaining() % type.size() != 0) {
      throw Failure.invalid(
          "input %s has %d bytes, which are no whole number of %s"
              .formatted(name, data.remaining(), type),
          "send %d bytes for each element".formatted(type.size()));
    }
    return new BinaryElements(type, data, data.remaining() / type.size());
  }

  private static List<String> words(String name, ByteBuffer data) {
    List<String> words = new ArrayList<>();
    while (data.hasRemaining()) {
      int length = data.remaining() < LENGTH ? -1 : data.getInt();
      if (length < 0 || length > data.remaining()) {
        throw Failure.invalid(
            "input %s ends within its text %d".formatted(name, words.size()),
            "put the length of each text before it, in 4 bytes, the lowest first");
      }
      try {
        ByteBuffer word = data.slice(data.position(), length);
        words.add(StandardCharsets.UTF_8.newDecoder().decode(word).toString());
      } catch (CharacterCodingException e) {
        throw Failure.invalid(
            "text %d of input %s is not UTF-8".formatted(words.size(), name), "send UTF-8");
      }
      data.position(data.position() + length);
    }
    return words;
  }

  private record Words(List<String> words) implements Elements {
    @Override
    public int count() {
      return words.size();
    }

    @Override
    public double number(int i) {
      try {
        return Double.parseDouble(words.get(i));
      } catch (NumberFormatException e) {
        return Double.NaN;
      }
    }

    @Override
    public String word(int i) {
      return words.get(i);
    }
  }

  private record BinaryElements(Datatype type, ByteBuffer data, int count) implements Elements {
    private static final double TWO_TO_64 = 0x1p64;

    @Override
    public double number(int i) {
      int at = i * type.size();
      return switch (type) {
        case FP32 -> data.getFloat(at);
        case FP64 -> data.getDouble(at);
        case FP16 -> Float.float16ToFloat(data.getShort(at));
        case INT64 -> data.getLong(at);
        case INT32 -> data.getInt(at);
        case INT16 -> data.getShort(at);
        case INT8 -> data.get(at);
        case UINT8, BOOL -> data.get(at) & 0xFF;
        case UINT16 -> data.getShort(at) & 0xFFFF;
        case UINT32 -> data.getInt(at) & 0xFFFFFFFFL;
        case UINT64 -> {
          long bits = data.getLong(at);
          yield bits < 0 ? bits + TWO_TO_64 : bits;
        }
        case BYTES -> throw new IllegalStateException();
      };
    }

    @Override
    public String word(int i) {
      return Shown.number(number(i));
    }
  }
}
