// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

/**
 * One difference between two output schemas.
 *
 * @param path of the field, {@code []} standing for the elements of an array; empty for the whole
 * @param what happened to it
 * @param breaking whether a reader of the old answers may fail on the new ones
 */
public record SchemaChange(String path, String what, boolean breaking) {
  @Override
  public String toString() {
    return (path.isEmpty() ? "the answer" : path) + " " + what;
  }
}
