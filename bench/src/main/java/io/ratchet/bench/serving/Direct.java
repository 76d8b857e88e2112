// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.serving;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime as a program would call it that has rows of floats and wants probabilities. */
final class Direct implements AutoCloseable {
  private final OrtEnvironment ort = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String input;
  private final FloatBuffer memory;

  Direct(byte[] file, int maxRows) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = ort.createSession(file, options);
    }
    input = session.getInputNames().iterator().next();
    memory =
        ByteBuffer.allocateDirect(maxRows * Forest.FEATURES * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  /** Predicts rows, so many at once, and adds their probabilities up. */
  double run(float[] rows, int atOnce) throws OrtException {
    double sum = 0;
    int count = rows.length / Forest.FEATURES;
    for (int from = 0; from < count; from += atOnce) {
      int part = Math.min(atOnce, count - from);
      memory.clear().put(rows, from * Forest.FEATURES, part * Forest.FEATURES).flip();
      try (OnnxTensor tensor =
              OnnxTensor.createTensor(ort, memory, new long[] {part, Forest.FEATURES});
          OrtSession.Result result = session.run(Map.of(input, tensor))) {
        OnnxTensor chances = (OnnxTensor) result.get("probabilities").orElseThrow();
        FloatBuffer numbers = chances.getFloatBuffer();
        while (numbers.hasRemaining()) {
          sum += numbers.get();
        }
      }
    }
    return sum;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
