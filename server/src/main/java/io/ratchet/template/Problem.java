// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

/**
 * One reason why a template cannot be rendered with the given variables.
 *
 * @param variable the path of the variable, as far as it matters: {@code user.address}
 * @param message what is wrong with it: {@code missing}, or what was needed and what was given
 */
public record Problem(String variable, String message) {
  @Override
  public String toString() {
    return variable + ": " + message;
  }
}
