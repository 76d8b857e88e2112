// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.base.Digest;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads data to learn from. */
public final class Datasets {
  private Datasets() {}

  /** Reads a file: CSV, also compressed with gzip, or Parquet, told apart by its first bytes. */
  public static Dataset read(Path file, ReadOptions options) {
    try {
      long size = Files.size(file);
      if (size > options.limits().bytes()) {
        throw DatasetLimits.exceeded("bytes", options.limits().bytes());
      }
      return read(Files.readAllBytes(file), options);
    } catch (NoSuchFileException e) {
      throw new Failure(
          ErrorCode.MISSING, "there is no file " + file, "check the path", List.of(), e);
    } catch (IOException e) {
      throw new Failure(
          ErrorCode.UNAVAILABLE,
          "the file " + file + " cannot be read: " + e.getMessage(),
          "check its permissions",
          List.of(),
          e);
    }
  }

  /** Reads the bytes of a file. */
  public static Dataset read(byte[] bytes, ReadOptions options) {
    Rows rows = rows(bytes, options.limits());
    return new DatasetReader(rows, options, Digest.sha256(bytes)).read();
  }

  /** The cells of a file, whichever of the formats it is in. */
  static Rows rows(byte[] bytes, DatasetLimits limits) {
    if (bytes.length > limits.bytes()) {
      throw DatasetLimits.exceeded("bytes", limits.bytes());
    }
    return ParquetRows.begins(bytes)
        ? new ParquetRows(bytes, limits)
        : new CsvRows(plain(bytes, limits), limits);
  }

  /** Takes rows from memory, oldest first: features and label by name. */
  public static Dataset of(
      List<String> names, List<Map<String, @Nullable Object>> rows, ReadOptions options) {
    return new DatasetReader(new MemoryRows(names, rows), options, digest(names, rows)).read();
  }

  private static String digest(List<String> names, List<Map<String, @Nullable Object>> rows) {
    StringBuilder rowDigests = new StringBuilder(Json.text(Json.array(names)));
    StringBuilder text = new StringBuilder();
    for (Map<String, @Nullable Object> row : rows) {
      text.setLength(0);
      for (String name : names) {
        text.append('\u001f').append(row.get(name));
      }
      rowDigests.append(Digest.sha256(text.toString()));
    }
    return Digest.sha256(rowDigests.toString());
  }

  private static byte[] plain(byte[] bytes, DatasetLimits limits) {
    if (bytes.length < 2 || bytes[0] != 0x1f || bytes[1] != (byte) 0x8b) {
      return bytes;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      int most = (int) Math.min(limits.bytes(), Integer.MAX_VALUE - 16);
      byte[] plain = in.readNBytes(most);
      if (in.read() >= 0) {
        throw DatasetLimits.exceeded("bytes", limits.bytes());
      }
      return plain;
    } catch (IOException e) {
      throw new Failure(
          ErrorCode.INVALID,
          "the compressed file cannot be read: " + e.getMessage(),
          "send it again, or uncompressed",
          List.of(),
          e);
    }
  }
}
