// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong in a file of the prompt directory.
 *
 * @param line counted from 1, null where it is about the whole file
 */
record FileFault(@Nullable Integer line, String message) {
  static FileFault whole(String message) {
    return new FileFault(null, message);
  }
}
