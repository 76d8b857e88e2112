// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.model.Feature;
import java.util.Optional;

/** The types of tensors in the Open Inference Protocol, version 2. */
enum Datatype {
  BOOL(1),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  FP16(2),
  FP32(4),
  FP64(8),
  /** Text, each preceded by its length where it is binary. */
  BYTES(0);

  private final int size;

  Datatype(int size) {
    this.size = size;
  }

  /** Bytes of one element; 0 where that depends on it. */
  int size() {
    return size;
  }

  static Optional<Datatype> find(String name) {
    for (Datatype type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Of a feature that is a tensor of its own. */
  static Datatype of(Feature feature) {
    return switch (feature.type()) {
      case NUMBER -> FP64;
      case INTEGER -> feature.optional() ? FP64 : INT64;
      case BOOLEAN -> feature.optional() ? FP64 : BOOL;
      case CATEGORY -> BYTES;
    };
  }
}
