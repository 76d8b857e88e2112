// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import io.ratchet.base.Failure;
import io.ratchet.model.Signature;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How the outputs of an ONNX file become predictions: a class, probabilities as a tensor or as the
 * sequence of maps that scikit-learn's converter makes, a single column with the probability of the
 * second class, or plain numbers.
 */
final class OnnxOutputs {
  private final Signature.Task task;
  private final Classes classes;
  private final @Nullable String label;
  private final @Nullable String scores;
  private final Datatype real;
  private final @Nullable Datatype labelType;

  private OnnxOutputs(
      Signature signature,
      @Nullable String label,
      @Nullable String scores,
      Map<String, NodeInfo> outputs) {
    this.task = signature.task();
    this.real = scores != null && isDouble(outputs.get(scores)) ? Datatype.FP64 : Datatype.FP32;
    this.labelType = label == null ? null : labelType(outputs.get(label));
    this.classes = new Classes(signature.classes());
    this.label = label;
    this.scores = scores;
  }

  /** Finds out how, from the outputs that the file declares. */
  static OnnxOutputs of(Signature signature, Map<String, NodeInfo> outputs) {
    String label = null;
    String scores = null;
    for (Map.Entry<String, NodeInfo> output : outputs.entrySet()) {
      boolean isScores =
          switch (output.getValue().getInfo()) {
            case SequenceInfo sequence -> sequence.isSequenceOfMaps();
            case TensorInfo tensor -> isReal(tensor.type);
            default -> false;
          };
      boolean isLabel = output.getValue().getInfo() instanceof TensorInfo tensor && isClass(tensor);
      scores = isScores && scores == null ? output.getKey() : scores;
      label = isLabel && label == null ? output.getKey() : label;
    }
    boolean regression = signature.task() == Signature.Task.REGRESSION;
    if (regression ? scores == null : scores == null && label == null) {
      throw Failure.invalid(
          "the ONNX file has no output that is "
              + (regression ? "a number" : "a class or its probabilities")
              + "; it has "
              + outputs.keySet(),
          "export it with one, or say what task it has in the signature");
    }
    return new OnnxOutputs(signature, regression ? null : label, scores, outputs);
  }

  private static boolean isDouble(@Nullable NodeInfo node) {
    return node != null
        && node.getInfo() instanceof TensorInfo tensor
        && tensor.type == OnnxJavaType.DOUBLE;
  }

  private static Datatype labelType(@Nullable NodeInfo node) {
    OnnxJavaType type =
        node != null && node.getInfo() instanceof TensorInfo tensor
            ? tensor.type
            : OnnxJavaType.INT64;
    return switch (type) {
      case STRING -> Datatype.BYTES;
      case BOOL -> Datatype.BOOL;
      default -> Datatype.INT64;
    };
  }

  private static boolean isReal(OnnxJavaType type) {
    return type == OnnxJavaType.FLOAT || type == OnnxJavaType.DOUBLE;
  }

  private static boolean isClass(TensorInfo tensor) {
    return switch (tensor.type) {
      case INT64, INT32, STRING, BOOL -> true;
      default -> false;
    };
  }

  /** What has to be computed. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    if (label != null) {
      names.add(label);
    }
    if (scores != null) {
      names.add(scores);
    }
    return names;
  }

  TensorSpec answer(Signature signature) {
    if (task == Signature.Task.REGRESSION && scores != null) {
      return Wire.answer(scores, real);
    }
    String name = label == null ? Wire.PREDICTION : label;
    return classes.areNamed() || labelType == null
        ? Wire.answer(name, signature)
        : Wire.answer(name, labelType);
  }

  /** Null where the file gives none. */
  @Nullable TensorSpec probabilities() {
    return task == Signature.Task.CLASSIFICATION && scores != null
        ? Wire.probabilities(scores, real, classes.areNamed() ? classes.size() : -1)
        : null;
  }

  List<Prediction> read(OrtSession.Result result, int rows) throws OrtException {
    double[] numbers = scores == null ? Prediction.NONE : numbers(value(result, scores), rows);
    if (numbers.length % rows != 0) {
      throw new IllegalStateException(
          "%d numbers for %d rows of %s".formatted(numbers.length, rows, scores));
    }
    int width = numbers.length / rows;
    List<Prediction> predictions = new ArrayList<>(rows);
    if (task == Signature.Task.REGRESSION) {
      for (int row = 0; row < rows; row++) {
        predictions.add(Prediction.of(Shown.node(numbers[row * width])));
      }
      return predictions;
    }
    JsonNode[] labels = label == null ? null : labels(value(result, label), rows);
    for (int row = 0; row < rows; row++) {
      double[] probabilities = probabilities(numbers, row, width);
      predictions.add(
          labels == null
              ? classes.likeliest(probabilities)
              : classes.named(labels[row], probabilities));
    }
    return predictions;
  }

  private static double[] probabilities(double[] numbers, int row, int width) {
    if (width == 1) {
      return Classes.both(numbers[row]);
    }
    double[] probabilities = new double[width];
    System.arraycopy(numbers, row * width, probabilities, 0, width);
    return probabilities;
  }

  private static OnnxValue value(OrtSession.Result result, String name) {
    return result
        .get(name)
        .orElseThrow(() -> new IllegalStateException("the runtime left out " + name));
  }

  private double[] numbers(OnnxValue value, int rows) throws OrtException {
    return switch (value) {
      case OnnxTensor tensor -> numbers(tensor);
      case OnnxSequence sequence -> numbers(sequence, rows);
      default -> throw new IllegalStateException("numbers as " + value.getType());
    };
  }

  private static double[] numbers(OnnxTensor tensor) {
    if (tensor.getInfo().type == OnnxJavaType.FLOAT) {
      FloatBuffer buffer = tensor.getFloatBuffer();
      double[] numbers = new double[buffer.remaining()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = buffer.get(i);
      }
      return numbers;
    }
    DoubleBuffer buffer = tensor.getDoubleBuffer();
    double[] numbers = new double[buffer.remaining()];
    buffer.get(numbers);
    return numbers;
  }

  /** One map of class to probability for each row. */
  private double[] numbers(OnnxSequence sequence, int rows) throws OrtException {
    List<? extends OnnxValue> maps = sequence.getValue();
    double[] numbers = Prediction.NONE;
    int row = 0;
    try {
      for (OnnxValue one : maps) {
        Map<?, ?> map = ((OnnxMap) one).getValue();
        numbers = row == 0 ? new double[rows * map.size()] : numbers;
        int last = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          int named = classes.areNamed() ? classes.place(node(entry.getKey())) : last;
          if (named < 0 || named >= map.size()) {
            throw new IllegalStateException("the signature has no class " + entry.getKey());
          }
          numbers[row * map.size() + named] = ((Number) entry.getValue()).doubleValue();
          last++;
        }
        row++;
      }
    } finally {
      for (OnnxValue one : maps) {
        one.close();
      }
    }
    return numbers;
  }

  private static JsonNode node(Object key) {
    return key instanceof Long number
        ? JsonNodeFactory.instance.numberNode(number)
        : JsonNodeFactory.instance.stringNode(String.valueOf(key));
  }

  private static JsonNode[] labels(OnnxValue value, int rows) throws OrtException {
    if (!(value instanceof OnnxTensor tensor)) {
      throw new IllegalStateException("classes as " + value.getType());
    }
    JsonNode[] labels = new JsonNode[rows];
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    switch (tensor.getInfo().type) {
      case INT64 -> {
        LongBuffer buffer = tensor.getLongBuffer();
        java.util.Arrays.setAll(labels, row -> nodes.numberNode(buffer.get(row)));
      }
      case INT32 -> {
        var buffer = tensor.getIntBuffer();
        java.util.Arrays.setAll(labels, row -> nodes.numberNode((long) buffer.get(row)));
      }
      case BOOL -> {
        var buffer = tensor.getByteBuffer();
        java.util.Arrays.setAll(labels, row -> nodes.booleanNode(buffer.get(row) != 0));
      }
      default -> {
        Object words = tensor.getValue();
        java.util.Arrays.setAll(
            labels,
            row ->
                nodes.stringNode(
                    words instanceof String[][] lines ? lines[row][0] : ((String[]) words)[row]));
      }
    }
    return labels;
  }
}
