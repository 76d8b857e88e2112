// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

/** How far an import is. */
enum ImportStatus {
  RUNNING,
  /** Everything is here, and the same on both sides but for what was refused by name. */
  COMPLETED,
  /** Something is not the same, or the source could not be read. */
  FAILED,
  CANCELLED,
  /** Its process ended; it can be resumed. */
  INTERRUPTED
}
