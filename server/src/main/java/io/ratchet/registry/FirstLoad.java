// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import java.util.Collection;
import org.jdbi.v3.core.Handle;

/**
 * What must happen in the same transaction in which a name gets its first versions: its route is
 * made, so that no prompt is ever without a default.
 */
@FunctionalInterface
public interface FirstLoad {
  void loaded(Handle handle, String name, Collection<Semver> versions, String actor);
}
