// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Request and response of a call as the bytes of their JSON; none is an empty array. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredBodies(byte[] request, byte[] response) {
  boolean isEmpty() {
    return request.length + response.length == 0;
  }

  Call.Bodies read() {
    return new Call.Bodies(read(request), read(response));
  }

  private static @Nullable JsonNode read(byte[] body) {
    return body.length == 0 ? null : Json.mapper().readTree(body);
  }
}
