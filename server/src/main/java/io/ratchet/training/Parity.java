// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.onnx.Golden;
import io.ratchet.onnx.ModelFile;
import io.ratchet.onnx.Target;
import java.util.List;
import java.util.Map;

/**
 * Asks ONNX Runtime the golden rows of a file and holds its answers against the trainer's.
 *
 * <p>A conversion that is wrong often fails without an error, by another branch or another class;
 * this is what finds it before anybody is served.
 */
final class Parity {
  /**
   * How far apart answers may be: of probabilities as such, of numbers relative to the greatest
   * number expected, since sums of single precision carry errors of that scale.
   */
  static final double TOLERANCE = 1e-5;

  private Parity() {}

  static void check(byte[] onnx, Target target, Golden golden) {
    if (golden.inputs().isEmpty()) {
      return;
    }
    float[][] answers = answers(onnx, target, golden.inputs().toArray(float[][]::new));
    double allowed = allowed(target, golden);
    for (int row = 0; row < answers.length; row++) {
      double[] expected = golden.outputs().get(row);
      for (int i = 0; i < expected.length; i++) {
        double difference = Math.abs(answers[row][i] - expected[i]);
        if (!(difference <= allowed)) {
          throw new Failure(
              ErrorCode.INTERNAL,
              "the ONNX model does not compute what was trained: row %d gives %s, not %s"
                  .formatted(row, answers[row][i], expected[i]),
              "do not use the model; report the trainer, its settings and the shape of the data");
        }
      }
    }
  }

  private static double allowed(Target target, Golden golden) {
    return switch (target) {
      case Target.Classes _ -> TOLERANCE;
      case Target.Quantity _ ->
          TOLERANCE
              * golden.outputs().stream()
                  .mapToDouble(output -> Math.abs(output[0]))
                  .max()
                  .orElse(0);
    };
  }

  /** What ONNX Runtime answers to rows: probabilities or numbers. */
  static float[][] answers(byte[] onnx, Target target, float[][] rows) {
    String output =
        switch (target) {
          case Target.Classes _ -> ModelFile.PROBABILITIES;
          case Target.Quantity _ -> ModelFile.PREDICTION;
        };
    OrtEnvironment environment = environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      try (OrtSession session = environment.createSession(onnx, options);
          OnnxTensor input = OnnxTensor.createTensor(environment, rows);
          OrtSession.Result result = session.run(Map.of(ModelFile.INPUT, input))) {
        return (float[][]) result.get(output).orElseThrow().getValue();
      }
    } catch (OrtException e) {
      throw new Failure(
          ErrorCode.INTERNAL,
          "ONNX Runtime refuses the model that was trained: " + e.getMessage(),
          "report the trainer, its settings and the shape of the data",
          List.of(),
          e);
    }
  }

  private static OrtEnvironment environment() {
    try {
      return OrtEnvironment.getEnvironment();
    } catch (LinkageError e) {
      throw new Failure(
          ErrorCode.UNAVAILABLE,
          "ONNX Runtime cannot be loaded on this machine: " + e,
          "use Linux with the GNU C library 2.28 or newer, macOS on ARM, or Windows on x86-64",
          List.of(),
          e);
    }
  }
}
