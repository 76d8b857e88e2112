// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

/**
 * A value that is used and never shown: its text form, in logs and records too, is {@code ***}.
 *
 * @param value the secret itself
 */
public record Secret(String value) {
  @Override
  public String toString() {
    return Redaction.HIDDEN;
  }
}
