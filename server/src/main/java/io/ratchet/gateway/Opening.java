// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.call.Call;
import io.ratchet.call.Units;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call when it begins.
 *
 * @param unit hash of who is served
 * @param model that the provider is asked for
 */
record Opening(
    String id,
    Instant time,
    long startedNanos,
    Call.@Nullable Subject subject,
    @Nullable String experiment,
    @Nullable String variant,
    String unit,
    String provider,
    String model,
    Map<String, String> tags,
    @Nullable String traceId) {
  /** W3C Trace Context, section 3.2: version, trace id, parent id, flags. */
  private static final Pattern TRACE_PARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

  static Opening of(
      String id, Instant time, long started, ChatRequest chat, Target target, Headers headers) {
    Optional<Matcher> trace =
        headers.find("traceparent").map(TRACE_PARENT::matcher).filter(Matcher::matches);
    return new Opening(
        id,
        time,
        started,
        target.subject(),
        target.experiment(),
        target.variant(),
        Units.hash(chat.unit(id)),
        target.served().provider(),
        target.served().model(),
        target.tags(chat),
        trace.map(matcher -> matcher.group(1)).orElse(null));
  }
}
