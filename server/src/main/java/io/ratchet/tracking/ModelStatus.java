// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.Arrays;
import java.util.Optional;

/** How far a logged model is; its files come after it is made. */
public enum ModelStatus {
  PENDING(1),
  READY(2),
  UPLOAD_FAILED(3);

  private static final String PREFIX = "LOGGED_MODEL_";

  private final int code;

  ModelStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** As MLflow's clients write it. */
  String wire() {
    return PREFIX + name();
  }

  static ModelStatus ofCode(int code) {
    return Arrays.stream(values()).filter(status -> status.code == code).findFirst().orElseThrow();
  }

  /** By its name or number on the wire. */
  static Optional<ModelStatus> find(String written) {
    return Arrays.stream(values())
        .filter(status ->
            status.wire().equals(written) || Integer.toString(status.code).equals(written))
        .findFirst();
  }
}
