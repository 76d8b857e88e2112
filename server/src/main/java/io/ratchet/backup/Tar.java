// SPDX-License-Identifier: Apache-2.0
package io.ratchet.backup;

import io.ratchet.base.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a tar archive as POSIX has them ({@code ustar}), of regular files only. Lengths of
 * 8 GiB and more are written in binary, as all implementations read them.
 */
final class Tar {
  static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int SUM_AT = 148;
  private static final int SUM_LENGTH = 8;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final long OCTAL_LIMIT = 1L << 33;

  private Tar() {}

  /** One file of an archive; its content follows. */
  record Entry(String name, long size) {}

  static void writeHeader(OutputStream out, Entry entry) throws IOException {
    byte[] header = new byte[BLOCK];
    byte[] name = entry.name().getBytes(StandardCharsets.US_ASCII);
    if (name.length > NAME) {
      throw new IllegalArgumentException("too long for an archive: " + entry.name());
    }
    System.arraycopy(name, 0, header, 0, name.length);
    put(header, 100, "0000600\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    size(header, entry.size());
    put(header, 136, "00000000000\0");
    put(header, SUM_AT, "        ");
    header[TYPE_AT] = '0';
    put(header, MAGIC_AT, "ustar\00000");
    put(header, SUM_AT, String.format(Locale.ROOT, "%06o\0 ", sum(header)));
    out.write(header);
  }

  private static void size(byte[] header, long size) {
    if (size < OCTAL_LIMIT) {
      put(header, SIZE_AT, String.format(Locale.ROOT, "%011o\0", size));
      return;
    }
    header[SIZE_AT] = (byte) 0x80;
    for (int i = 0; i < Long.BYTES; i++) {
      header[SIZE_AT + SIZE_LENGTH - 1 - i] = (byte) (size >>> (8 * i));
    }
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static int sum(byte[] header) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean ofSum = i >= SUM_AT && i < SUM_AT + SUM_LENGTH;
      sum += ofSum ? ' ' : header[i] & 0xFF;
    }
    return sum;
  }

  /** How many bytes follow content of that length up to the next block. */
  static int padding(long size) {
    return (int) ((BLOCK - size % BLOCK) % BLOCK);
  }

  /** The next header; null at the end. Anything but a regular file is refused. */
  static @Nullable Entry readHeader(InputStream in) throws IOException {
    byte[] header = in.readNBytes(BLOCK);
    if (header.length < BLOCK) {
      throw new EOFException("the archive ends in the middle");
    }
    if (isZero(header)) {
      return null;
    }
    if (number(header, SUM_AT, SUM_LENGTH) != sum(header)) {
      throw broken("a header of it is damaged");
    }
    if (header[TYPE_AT] != '0' || header[MAGIC_AT + 6] != '0') {
      throw broken("it holds something else than plain files");
    }
    for (int i = 345; i < BLOCK; i++) {
      if (header[i] != 0) {
        throw broken("it holds long names, which we do not write");
      }
    }
    int end = 0;
    while (end < NAME && header[end] != 0) {
      end++;
    }
    String name = new String(header, 0, end, StandardCharsets.ISO_8859_1);
    return new Entry(name, number(header, SIZE_AT, SIZE_LENGTH));
  }

  private static boolean isZero(byte[] block) {
    return Arrays.equals(block, new byte[BLOCK]);
  }

  private static long number(byte[] header, int at, int length) {
    long number = 0;
    if ((header[at] & 0x80) != 0) {
      for (int i = at + 1; i < at + length; i++) {
        if (number >>> 55 != 0) {
          throw broken("a length in it is beyond all bounds");
        }
        number = number << 8 | (header[i] & 0xFF);
      }
      return number;
    }
    for (int i = at; i < at + length && header[i] != 0 && header[i] != ' '; i++) {
      if (header[i] < '0' || header[i] > '7') {
        throw broken("a number in it is none");
      }
      number = number << 3 | (header[i] - '0');
    }
    return number;
  }

  static Failure broken(String why) {
    return Failure.conflict("the file is no backup of ours, or damaged: " + why, "use another");
  }
}
