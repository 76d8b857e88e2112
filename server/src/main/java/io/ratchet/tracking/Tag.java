// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

/** A named text of a run or a group that may change. */
public record Tag(String key, String value) {
  /** The tag that holds the name of a run. */
  public static final String RUN_NAME = "mlflow.runName";
}
