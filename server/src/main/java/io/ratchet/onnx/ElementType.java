// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

/** What one element of a tensor is, by ONNX's {@code TensorProto.DataType}. */
public enum ElementType {
  FLOAT(1),
  UINT8(2),
  INT8(3),
  UINT16(4),
  INT16(5),
  INT32(6),
  INT64(7),
  STRING(8),
  BOOL(9),
  FLOAT16(10),
  DOUBLE(11),
  UINT32(12),
  UINT64(13),
  BFLOAT16(16),
  /** Complex numbers and the types below 8 bits: seen, and not served. */
  OTHER(0);

  private final int code;

  ElementType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static ElementType of(long code) {
    for (ElementType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return OTHER;
  }
}
