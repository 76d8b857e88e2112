// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Json;
import io.ratchet.call.Call;
import io.ratchet.http.Answer;
import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link Question}: the call that was written, and, where no answer came, why.
 *
 * @param fault in words; null where an answer came, be it of use or not
 * @param retryAfter seconds after which another attempt may go better; null where nobody said
 */
public record Asked(Call call, @Nullable String fault, @Nullable String retryAfter) {
  private static final int OK = 200;

  static Asked of(Call call, Answer answer) {
    if (!(answer instanceof Answer.Whole whole)) {
      throw new IllegalStateException("nobody asked for a stream");
    }
    return new Asked(
        call,
        whole.status() == OK
            ? null
            : Json.read(whole.body()).path("error").path("message").asString("no reason was given"),
        whole.headers().get("retry-after"));
  }
}
