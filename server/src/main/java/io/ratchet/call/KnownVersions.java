// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

/** Says whether there is such a version, in whichever room versions live. */
@FunctionalInterface
public interface KnownVersions {
  boolean exists(String kind, String asset, String version);
}
