// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The format of a frame, the unit that is written at once and is valid or not as a whole. All
 * numbers are big-endian.
 *
 * <pre>
 *  0  u32  length of the body
 *  4  u32  number of entries in the body, at least 1
 *  8  u64  sequence number of the first entry, counted over the life of the spool
 * 16  u32  CRC32C of the body
 * 20  u32  CRC32C of bytes 0 to 19, exclusive-or both halves of the frame's position
 * 24       body: for each entry u8 type, u32 length, payload
 * </pre>
 *
 * <p>The header has a checksum of its own, so that a length is believed only if it is intact: this
 * is what tells a torn tail from damage in the middle, and finds the next frame behind the damage.
 * The position in it keeps bytes of an older file, or of a payload that looks like a frame, from
 * being taken for one.
 */
final class Frames {
  static final int HEADER = 24;
  static final int ENTRY_HEADER = 5;
  private static final int COUNT_AT = 4;
  private static final int SEQUENCE_AT = 8;
  private static final int BODY_CHECK_AT = 16;
  private static final int HEADER_CHECK_AT = 20;

  private Frames() {}

  /** The intact header of a frame. */
  record Header(int length, int count, long sequence, int bodyCheck) {}

  static long size(List<Entry> entries) {
    long size = HEADER;
    for (Entry entry : entries) {
      size += ENTRY_HEADER + entry.payload().length;
    }
    return size;
  }

  /** A frame that is complete but for what {@link #seal} adds. */
  static byte[] encode(List<Entry> entries, int size) {
    ByteBuffer frame = ByteBuffer.allocate(size);
    frame.position(HEADER);
    for (Entry entry : entries) {
      frame.put(entry.type()).putInt(entry.payload().length).put(entry.payload());
    }
    frame.putInt(0, size - HEADER);
    frame.putInt(COUNT_AT, entries.size());
    frame.putInt(BODY_CHECK_AT, check(frame.array(), HEADER, size - HEADER));
    return frame.array();
  }

  /** Binds an encoded frame to the place where it is about to be written. */
  static void seal(byte[] frame, long position, long sequence) {
    ByteBuffer header = ByteBuffer.wrap(frame);
    header.putLong(SEQUENCE_AT, sequence);
    header.putInt(HEADER_CHECK_AT, headerCheck(frame, 0, position));
  }

  /** Whether an intact header of a frame at {@code position} starts at {@code offset}. */
  static boolean isHeader(byte[] bytes, int offset, long position) {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    return header.getInt(offset) >= ENTRY_HEADER
        && header.getInt(offset + COUNT_AT) > 0
        && header.getInt(offset + HEADER_CHECK_AT) == headerCheck(bytes, offset, position);
  }

  static Header header(byte[] bytes, int offset) {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    return new Header(
        header.getInt(offset),
        header.getInt(offset + COUNT_AT),
        header.getLong(offset + SEQUENCE_AT),
        header.getInt(offset + BODY_CHECK_AT));
  }

  static int check(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /** The entries of a checked body. */
  static List<Entry> decode(ByteBuffer body, int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte type = body.get();
      byte[] payload = new byte[body.getInt()];
      body.get(payload);
      entries.add(new Entry(type, payload));
    }
    return entries;
  }

  private static int headerCheck(byte[] bytes, int offset, long position) {
    return check(bytes, offset, HEADER_CHECK_AT) ^ (int) position ^ (int) (position >>> 32);
  }
}
