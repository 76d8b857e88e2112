// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

/** Reads data files: a port. */
@FunctionalInterface
public interface Tables {
  /**
   * The rows of a file.
   *
   * @param name of the file, for messages
   */
  Table read(byte[] content, String name);
}
