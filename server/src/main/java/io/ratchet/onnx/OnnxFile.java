// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What an ONNX file says about itself: who made it, what it takes and what it answers.
 *
 * @param opsets the version of each operator set by domain; the standard one is {@code ai.onnx}
 * @param inputs the graph's inputs that a caller must give: without those that have a value in the
 *     file
 * @param operators how often each operator occurs, with the domain before the name where it is not
 *     the standard one
 */
public record OnnxFile(
    long irVersion,
    String producerName,
    String producerVersion,
    String graphName,
    SequencedMap<String, Long> opsets,
    List<Value> inputs,
    List<Value> outputs,
    SequencedMap<String, Long> operators,
    Map<String, String> metadata) {
  /** A named input or output. */
  public record Value(String name, ValueType type) {}

  /**
   * Reads a file's description; the weights are passed over.
   *
   * @throws io.ratchet.base.Failure where the bytes are no ONNX model, or one that keeps weights in
   *     other files, or one above the limits
   */
  public static OnnxFile read(byte[] bytes) {
    return read(bytes, OnnxLimits.DEFAULT);
  }

  public static OnnxFile read(byte[] bytes, OnnxLimits limits) {
    return new OnnxReader(limits).read(bytes);
  }
}
