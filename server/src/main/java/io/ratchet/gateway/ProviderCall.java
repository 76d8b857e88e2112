// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One attempt to have a request answered.
 *
 * @param body ready to send
 * @param headers of the caller that may go on
 * @param version {@code NAME@vX.Y.Z} of the prompt, empty where none is served
 * @param outputSchema that the prompt's answers follow
 * @param number of the attempt, from 1
 */
public record ProviderCall(
    byte[] body,
    boolean stream,
    String model,
    Map<String, String> headers,
    String version,
    @Nullable JsonNode outputSchema,
    Simulation simulation,
    int number) {

  ProviderCall attempt(int attempt) {
    return new ProviderCall(
        body, stream, model, headers, version, outputSchema, simulation, attempt);
  }
}
