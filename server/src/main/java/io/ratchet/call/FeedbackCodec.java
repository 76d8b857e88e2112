// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import java.time.Instant;

/** Feedback as bytes in the spool. */
final class FeedbackCodec {
  private static final int FORMAT = 1;

  private FeedbackCodec() {}

  /**
   * Feedback on its way into the database.
   *
   * @param payload the bytes that it was read from
   * @param receipt who waits for it, 0 where nobody does
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Arrived(byte[] payload, long receipt, Feedback feedback) {}

  static byte[] encode(Feedback feedback, long receipt) {
    return new BinaryWriter()
        .octet(FORMAT)
        .fixed(receipt)
        .text(feedback.id())
        .signed(feedback.time().toEpochMilli())
        .optional(feedback.callId())
        .optional(feedback.experiment())
        .optional(feedback.unit())
        .text(feedback.name())
        .text(Json.text(feedback.value()))
        .toBytes();
  }

  static Arrived decode(byte[] payload) {
    BinaryReader in = new BinaryReader(payload);
    int format = in.octet();
    if (format != FORMAT) {
      throw new IllegalArgumentException("feedback of format " + format + " is not known here");
    }
    return new Arrived(
        payload,
        in.fixed(),
        new Feedback(
            in.text(),
            Instant.ofEpochMilli(in.signed()),
            in.optionalText(),
            in.optionalText(),
            in.optionalText(),
            in.text(),
            Json.parse(in.text())));
  }
}
