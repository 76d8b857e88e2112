// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

/**
 * How much of an ONNX file is read before it is refused.
 *
 * @param bytes size of the whole file
 * @param nodes operators, those of inner graphs included
 * @param values inputs, and outputs, and values in the file, of one graph
 * @param metadata entries of metadata
 * @param text bytes of one metadata value
 */
public record OnnxLimits(long bytes, int nodes, int values, int metadata, int text) {
  public static final OnnxLimits DEFAULT =
      new OnnxLimits(512L << 20, 1_000_000, 100_000, 1_000, 16 << 20);

  /** Bytes of a name. */
  static final int NAME = 4_096;

  /** Dimensions of a tensor. */
  static final int DIMENSIONS = 64;
}
