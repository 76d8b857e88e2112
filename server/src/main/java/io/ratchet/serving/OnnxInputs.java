// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.model.Feature;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How features become the tensors of an ONNX file: all of them in one tensor of rows and columns,
 * or each in a tensor that has its name.
 */
final class OnnxInputs {
  private static final int WIDEST = Double.BYTES;

  /**
   * A tensor of the file.
   *
   * @param first the first feature that goes into it
   * @param count how many do
   * @param rank dimensions: 1, or 2 with the rows first
   */
  private record Slot(String name, OnnxJavaType type, int first, int count, int rank) {
    long[] shape(int rows) {
      return rank == 1 ? new long[] {rows} : new long[] {rows, count};
    }
  }

  private final Columns columns;
  private final List<Slot> slots;

  private OnnxInputs(Columns columns, List<Slot> slots) {
    this.columns = columns;
    this.slots = slots;
  }

  /**
   * Finds out how.
   *
   * @throws Failure where the file takes something else than the signature has
   */
  static OnnxInputs of(Columns columns, Map<String, NodeInfo> inputs) {
    List<Slot> slots = new ArrayList<>();
    if (inputs.size() == 1 && !isOwn(columns, inputs)) {
      Map.Entry<String, NodeInfo> only = inputs.entrySet().iterator().next();
      slots.add(slot(columns, only.getKey(), only.getValue(), 0, columns.size()));
    } else {
      for (Map.Entry<String, NodeInfo> input : inputs.entrySet()) {
        int place = columns.place(input.getKey());
        if (place < 0) {
          throw unfit("the file takes " + input.getKey() + ", which is no feature");
        }
        slots.add(slot(columns, input.getKey(), input.getValue(), place, 1));
      }
      if (slots.size() != columns.size()) {
        throw unfit(
            "the file takes %d inputs, the signature has %d features"
                .formatted(slots.size(), columns.size()));
      }
    }
    return new OnnxInputs(columns, slots);
  }

  private static boolean isOwn(Columns columns, Map<String, NodeInfo> inputs) {
    return columns.size() == 1 && columns.place(inputs.keySet().iterator().next()) == 0;
  }

  private static Slot slot(Columns columns, String name, NodeInfo node, int first, int count) {
    if (!(node.getInfo() instanceof TensorInfo info)) {
      throw unfit("its input " + name + " is no tensor");
    }
    long[] shape = info.getShape();
    boolean fits =
        shape.length == 1
            ? count == 1
            : shape.length == 2 && (shape[1] == count || shape[1] < 0) && shape[0] < 0;
    if (!fits || (shape.length == 1 && shape[0] > 0)) {
      throw unfit(
          "its input %s has the shape %s, which is not any number of rows of %d features"
              .formatted(name, java.util.Arrays.toString(shape), count));
    }
    for (int column = first; column < first + count; column++) {
      requireFit(columns.feature(column), info.type, name);
    }
    return new Slot(name, info.type, first, count, shape.length);
  }

  private static void requireFit(Feature feature, OnnxJavaType type, String input) {
    String message =
        switch (type) {
          case FLOAT, DOUBLE ->
              Columns.isWord(feature) ? "is any word, but " + input + " takes numbers" : null;
          case INT8, INT16, INT32, INT64, BOOL -> {
            boolean fraction = feature.type() == Feature.Type.NUMBER;
            yield Columns.isWord(feature) || fraction
                ? "is no whole number, as " + input + " takes them"
                : feature.optional()
                    ? "is optional, but " + input + " has no missing values"
                    : null;
          }
          case STRING -> null;
          case FLOAT16, BFLOAT16, UINT8, UNKNOWN ->
              "would have to be " + type + ", which is not supported";
        };
    if (message != null) {
      throw unfit("feature " + feature.name() + " " + message);
    }
  }

  private static Failure unfit(String message) {
    return Failure.invalid(
        "the ONNX file does not fit its signature: " + message,
        "register a version whose signature has the inputs of the file");
  }

  /** The name and type of the one tensor of all features; null where each has its own. */
  @Nullable TensorSpec matrix() {
    Slot slot = slots.getFirst();
    if (slots.size() > 1 || (slot.count() == 1 && columns.place(slot.name()) == 0)) {
      return null;
    }
    Datatype type =
        switch (slot.type()) {
          case FLOAT -> Datatype.FP32;
          case INT64 -> Datatype.INT64;
          case INT32 -> Datatype.INT32;
          case STRING -> Datatype.BYTES;
          default -> Datatype.FP64;
        };
    return new TensorSpec(slot.name(), type, List.of(-1L, (long) slot.count()));
  }

  /** Refuses values that the types of this file cannot hold. */
  void check(Rows rows) {
    for (Slot slot : slots) {
      double limit = limit(slot.type());
      for (int row = 0; row < rows.count() && limit < Double.MAX_VALUE; row++) {
        for (int column = slot.first(); column < slot.first() + slot.count(); column++) {
          double value = rows.value(row, column);
          if (Math.abs(value) > limit) {
            throw Failure.invalid(
                List.of(
                    Problem.of(
                        columns.feature(column).name(),
                        "is beyond what the model's " + slot.type() + " can hold",
                        value)),
                "send a value within it");
          }
        }
      }
    }
  }

  private static double limit(OnnxJavaType type) {
    return switch (type) {
      case FLOAT -> Float.MAX_VALUE;
      case INT8 -> Byte.MAX_VALUE;
      case INT16 -> Short.MAX_VALUE;
      case INT32 -> Integer.MAX_VALUE;
      default -> Double.MAX_VALUE;
    };
  }

  /** Memory for the inputs of so many rows. */
  ByteBuffer scratch(int rows) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(rows * WIDEST, columns.size()))
        .order(ByteOrder.nativeOrder());
  }

  /** The tensors of some rows, which live in {@code scratch} until they are closed. */
  Map<String, OnnxTensor> tensors(OrtEnvironment ort, List<Slice> slices, ByteBuffer scratch)
      throws OrtException {
    int rows = Slice.rows(slices);
    Map<String, OnnxTensor> tensors = LinkedHashMap.newLinkedHashMap(slots.size());
    try {
      int from = 0;
      for (Slot slot : slots) {
        int length = rows * slot.count() * WIDEST;
        ByteBuffer place = scratch.slice(from, length).order(ByteOrder.nativeOrder());
        tensors.put(slot.name(), tensor(ort, slot, slices, rows, place));
        from += length;
      }
      return tensors;
    } catch (OrtException | RuntimeException e) {
      tensors.values().forEach(OnnxTensor::close);
      throw e;
    }
  }

  private static OnnxTensor tensor(
      OrtEnvironment ort, Slot slot, List<Slice> slices, int rows, ByteBuffer place)
      throws OrtException {
    long[] shape = slot.shape(rows);
    if (slot.type() == OnnxJavaType.STRING) {
      return OnnxTensor.createTensor(ort, words(slot, slices, rows), shape);
    }
    for (Slice slice : slices) {
      double[] values = slice.rows().values();
      int width = slice.rows().columns().size();
      for (int row = slice.from(); row < slice.to(); row++) {
        int start = row * width + slot.first();
        for (int i = start; i < start + slot.count(); i++) {
          put(slot.type(), place, values[i]);
        }
      }
    }
    place.flip();
    return switch (slot.type()) {
      case FLOAT -> OnnxTensor.createTensor(ort, place.asFloatBuffer(), shape);
      case DOUBLE -> OnnxTensor.createTensor(ort, place.asDoubleBuffer(), shape);
      case INT64 -> OnnxTensor.createTensor(ort, place.asLongBuffer(), shape);
      case INT32 -> OnnxTensor.createTensor(ort, place.asIntBuffer(), shape);
      case INT16 -> OnnxTensor.createTensor(ort, place.asShortBuffer(), shape);
      default -> OnnxTensor.createTensor(ort, place, shape, slot.type());
    };
  }

  private static void put(OnnxJavaType type, ByteBuffer place, double value) {
    switch (type) {
      case FLOAT -> place.putFloat((float) value);
      case DOUBLE -> place.putDouble(value);
      case INT64 -> place.putLong((long) value);
      case INT32 -> place.putInt((int) value);
      case INT16 -> place.putShort((short) value);
      default -> place.put((byte) value);
    }
  }

  private static String[] words(Slot slot, List<Slice> slices, int rows) {
    String[] words = new String[rows * slot.count()];
    int at = 0;
    for (Slice slice : slices) {
      for (int row = slice.from(); row < slice.to(); row++) {
        for (int column = slot.first(); column < slot.first() + slot.count(); column++) {
          words[at++] = slice.rows().word(row, column);
        }
      }
    }
    return words;
  }
}
