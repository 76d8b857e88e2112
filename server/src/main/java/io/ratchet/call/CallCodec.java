// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Calls as bytes in the spool. What the database takes as it stands, that is the JSON of {@link
 * CallDetail} and of the bodies, is kept as JSON and not read again on its way through.
 */
final class CallCodec {
  private static final int FORMAT = 1;
  private static final byte[] NOTHING = {};

  private CallCodec() {}

  /**
   * A call on its way into the database: without what {@code detail} and the bodies hold.
   *
   * @param payload the bytes that it was read from
   * @param receipt who waits for it, 0 where nobody does
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Arrived(byte[] payload, long receipt, Call call, String detail, StoredBodies bodies) {}

  static byte[] encode(Call call, long receipt) {
    BinaryWriter out = new BinaryWriter().octet(FORMAT).fixed(receipt);
    Call.Subject subject = call.subject();
    out.text(call.id()).signed(call.time().toEpochMilli());
    out.optional(subject == null ? null : subject.kind());
    out.optional(subject == null ? null : subject.asset());
    out.optional(subject == null ? null : subject.version());
    out.optional(call.experiment()).optional(call.variant()).optional(call.unit());
    out.octet(call.outcome().code()).optional(call.errorType()).optional(call.status());
    out.optional(call.latencyMicros()).optional(call.firstTokenMicros());
    out.optional(call.provider()).optional(call.model());
    Tokens tokens = call.tokens();
    out.optional(tokens.input()).optional(tokens.output());
    out.optional(tokens.cached()).optional(tokens.reasoning());
    out.octet(UsageSource.code(call.usageSource()));
    out.optional(call.costNanos()).optional(call.completeness());
    out.optional(call.fieldsExtracted()).optional(call.confidence());
    out.varint(call.scores().size());
    call.scores().forEach((name, value) -> out.text(name).number(value));
    out.varint(call.tags().size());
    call.tags().forEach((name, value) -> out.text(name).text(value));
    out.text(CallDetail.of(call).text());
    out.block(bytes(call.bodies().request())).block(bytes(call.bodies().response()));
    return out.toBytes();
  }

  private static byte[] bytes(@Nullable JsonNode body) {
    return body == null ? NOTHING : Json.bytes(body);
  }

  static Arrived decode(byte[] payload) {
    BinaryReader in = new BinaryReader(payload);
    int format = in.octet();
    if (format != FORMAT) {
      throw new IllegalArgumentException("a call of format " + format + " is not known here");
    }
    long receipt = in.fixed();
    Call call =
        new Call(
            in.text(),
            Instant.ofEpochMilli(in.signed()),
            subject(in.text(), in.text(), in.text()),
            in.optionalText(),
            in.optionalText(),
            in.optionalText(),
            Outcome.ofCode(in.octet()),
            in.optionalText(),
            in.optionalInteger(),
            in.optionalLong(),
            in.optionalLong(),
            in.optionalText(),
            in.optionalText(),
            new Tokens(in.optionalLong(), in.optionalLong(), in.optionalLong(), in.optionalLong()),
            UsageSource.ofCode(in.octet()),
            in.optionalLong(),
            null,
            in.optionalNumber(),
            in.optionalInteger(),
            in.optionalNumber(),
            null,
            scores(in),
            tags(in),
            List.of(),
            null,
            null,
            Call.Bodies.NONE);
    String detail = in.text();
    return new Arrived(payload, receipt, call, detail, new StoredBodies(in.block(), in.block()));
  }

  static Call.@Nullable Subject subject(String kind, String asset, String version) {
    return asset.isEmpty() ? null : new Call.Subject(kind, asset, version);
  }

  private static Map<String, Double> scores(BinaryReader in) {
    Map<String, Double> scores = new HashMap<>();
    for (int left = in.count(); left > 0; left--) {
      scores.put(in.text(), in.number());
    }
    return scores;
  }

  private static Map<String, String> tags(BinaryReader in) {
    Map<String, String> tags = new HashMap<>();
    for (int left = in.count(); left > 0; left--) {
      tags.put(in.text(), in.text());
    }
    return tags;
  }
}
