// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundFault;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A server elsewhere that is asked in JSON. */
final class RemoteModel {
  private static final byte[] NOTHING = {};

  private final Outbound outbound;
  private final int maxAnswerBytes;

  RemoteModel(Outbound outbound, int maxAnswerBytes) {
    this.outbound = outbound;
    this.maxAnswerBytes = maxAnswerBytes;
  }

  JsonNode get(URI uri, Deadline deadline) {
    return send("GET", uri, null, deadline);
  }

  JsonNode post(URI uri, JsonNode body, Deadline deadline) {
    return send("POST", uri, body, deadline);
  }

  private JsonNode send(String method, URI uri, @Nullable JsonNode body, Deadline deadline) {
    if (deadline.hasPassed()) {
      throw Ticket.late();
    }
    Map<String, String> headers =
        Map.of(
            "content-type", "application/json",
            "accept", "application/json",
            "accept-encoding", "identity");
    var message =
        new Outbound.Message(method, uri, headers, body == null ? NOTHING : Json.bytes(body));
    try (Outbound.Reply reply = outbound.send(message, deadline.left())) {
      byte[] bytes = Outbound.readWhole(reply, maxAnswerBytes);
      if (reply.status() / 100 != 2) {
        throw broken(uri, "answered with status " + reply.status() + ": " + text(bytes), null);
      }
      return Json.mapper().readTree(bytes);
    } catch (OutboundFault fault) {
      throw failure(uri, fault);
    } catch (JacksonException e) {
      throw broken(uri, "answered something that is not JSON", e);
    }
  }

  private static String text(byte[] bytes) {
    return Problem.shorten(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
  }

  private static Failure failure(URI uri, OutboundFault fault) {
    return switch (fault.kind()) {
      case TIMEOUT ->
          new Failure(
              ErrorCode.UPSTREAM_TIMEOUT,
              "the model at " + uri.getAuthority() + " did not answer in time",
              "see whether it is well, or raise serving.timeout",
              List.of(),
              fault);
      case UNREACHABLE, BROKEN ->
          broken(
              uri, "gave no answer: " + Problem.shorten(String.valueOf(fault.getMessage())), fault);
    };
  }

  static Failure broken(URI uri, String what, @Nullable Throwable cause) {
    return new Failure(
        ErrorCode.UPSTREAM,
        "the model at " + uri.getAuthority() + " " + what,
        "see whether it is well",
        List.of(),
        cause);
  }
}
