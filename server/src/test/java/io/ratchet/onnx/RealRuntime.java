// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.LinkedHashMap;
import java.util.Map;

/** The real ONNX Runtime, asked once. */
final class RealRuntime {
  private RealRuntime() {}

  static Map<String, Object> answers(byte[] onnx, float[]... rows) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(onnx);
        OnnxTensor input = OnnxTensor.createTensor(environment, rows);
        OrtSession.Result result = session.run(Map.of(ModelFile.INPUT, input))) {
      Map<String, Object> answers = new LinkedHashMap<>();
      for (Map.Entry<String, ai.onnxruntime.OnnxValue> entry : result) {
        answers.put(entry.getKey(), entry.getValue().getValue());
      }
      return answers;
    }
  }
}
