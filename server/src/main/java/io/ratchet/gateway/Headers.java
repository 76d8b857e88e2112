// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import java.util.Optional;

/** The headers that a request came with. */
@FunctionalInterface
interface Headers {
  Optional<String> find(String name);
}
