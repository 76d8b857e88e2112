// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import io.ratchet.base.Project;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, as far as its credentials tell.
 *
 * @param name name of the key, or {@code local} where none is needed
 * @param access the highest level it may use
 * @param project the only one whose things it may see and change; null for all of them
 */
public record Caller(String name, Access access, @Nullable Project project) {
  /** One that is bound to no project. */
  public Caller(String name, Access access) {
    this(name, access, null);
  }
}
