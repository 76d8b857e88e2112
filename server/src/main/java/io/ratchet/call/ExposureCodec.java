// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.time.Instant;

/** Exposures as bytes in the spool. */
final class ExposureCodec {
  private static final int FORMAT = 1;

  private ExposureCodec() {}

  /**
   * An exposure on its way into the database.
   *
   * @param payload the bytes that it was read from
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Arrived(byte[] payload, Exposure exposure) {}

  static byte[] encode(Exposure exposure) {
    return new BinaryWriter()
        .octet(FORMAT)
        .text(exposure.experiment())
        .text(exposure.unit())
        .text(exposure.variant())
        .text(exposure.version())
        .signed(exposure.time().toEpochMilli())
        .optional(exposure.revision())
        .text(exposure.source().word())
        .text(exposure.segment())
        .text(exposure.client())
        .toBytes();
  }

  static Arrived decode(byte[] payload) {
    BinaryReader in = new BinaryReader(payload);
    int format = in.octet();
    if (format != FORMAT) {
      throw new IllegalArgumentException("an exposure of format " + format + " is not known here");
    }
    return new Arrived(
        payload,
        new Exposure(
            in.text(),
            in.text(),
            in.text(),
            in.text(),
            Instant.ofEpochMilli(in.signed()),
            in.optionalLong(),
            Exposure.Source.of(in.text()),
            in.text(),
            in.text()));
  }
}
