// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

/**
 * One record that waits to be sent.
 *
 * @param json the record as the server takes it, in UTF-8
 * @param tick when it was given
 */
record Entry(String id, byte[] json, long tick) {
  /** Bytes in a batch, with the comma behind it. */
  long size() {
    return json.length + 1L;
  }
}
