// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.Optional;

/** How far a run is. */
public enum RunStatus {
  RUNNING(1),
  SCHEDULED(2),
  FINISHED(3),
  FAILED(4),
  KILLED(5);

  private final int code;

  RunStatus(int code) {
    this.code = code;
  }

  /** Its number in MLflow's protocol and in the database. */
  public int code() {
    return code;
  }

  static RunStatus ofCode(int code) {
    return find(Integer.toString(code))
        .orElseThrow(() -> new IllegalArgumentException("no status of a run: " + code));
  }

  /** The status of that name or number. */
  static Optional<RunStatus> find(String nameOrCode) {
    for (RunStatus status : values()) {
      if (status.name().equals(nameOrCode) || Integer.toString(status.code).equals(nameOrCode)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
