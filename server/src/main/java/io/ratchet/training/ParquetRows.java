// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file of flat columns: numbers, decimals, truth values and texts; dates and times are
 * the numbers that the file keeps for them.
 */
final class ParquetRows implements Rows {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  private final byte[] bytes;
  private final List<String> names = new ArrayList<>();

  /** Digits behind the point of decimals that are kept as whole numbers; else 0. */
  private final List<Integer> scales = new ArrayList<>();

  ParquetRows(byte[] bytes, DatasetLimits limits) {
    this.bytes = bytes;
    ParquetMetadata metadata = metadata();
    for (ColumnDescriptor column : metadata.getFileMetaData().getSchema().getColumns()) {
      if (column.getPath().length > 1 || column.getMaxRepetitionLevel() > 0) {
        throw Failure.invalid(
            "the column \"%s\" of the Parquet file is nested"
                .formatted(String.join(".", column.getPath())),
            "write a flat table: one value in each cell");
      }
      names.add(column.getPath()[0]);
      scales.add(
          column.getPrimitiveType().getLogicalTypeAnnotation()
                  instanceof DecimalLogicalTypeAnnotation decimal
              ? decimal.getScale()
              : 0);
    }
    long rows = 0;
    long plain = 0;
    for (BlockMetaData block : metadata.getBlocks()) {
      rows += block.getRowCount();
      plain += block.getTotalByteSize();
      if (rows > limits.rows()) {
        throw DatasetLimits.exceeded("rows", limits.rows());
      }
      if (plain > limits.bytes()) {
        throw DatasetLimits.exceeded("bytes", limits.bytes());
      }
    }
  }

  static boolean begins(byte[] bytes) {
    return bytes.length > 4 && Arrays.equals(Arrays.copyOf(bytes, 4), MAGIC);
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public boolean untyped() {
    return false;
  }

  @Override
  public void each(Visitor visitor) {
    @Nullable Object[] cells = new Object[names.size()];
    try (var reader =
        ParquetReader.spliterator(
            new ParquetBytes(bytes), new Cellwise(cells), path -> names.indexOf(path[0]))) {
      long line = 0;
      while (advance(reader)) {
        visitor.row(++line, cells);
      }
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static boolean advance(ParquetReader<?, ?, ?> reader) {
    try {
      return reader.tryAdvance(_ -> {});
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  private ParquetMetadata metadata() {
    try {
      return ParquetReader.readMetadata(new ParquetBytes(bytes));
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
  }

  private static Failure broken(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new Failure(
        ErrorCode.INVALID,
        "the Parquet file cannot be read: " + cause.getMessage(),
        "write it again; compression by Snappy, gzip, Zstandard or LZ4 is understood",
        List.of(),
        e);
  }

  /** Puts the values of a row into the one array that is shown. */
  private final class Cellwise implements Hydrator<@Nullable Object[], Boolean, Integer> {
    private final @Nullable Object[] cells;

    private Cellwise(@Nullable Object[] cells) {
      this.cells = cells;
    }

    @Override
    public @Nullable Object[] start() {
      return cells;
    }

    @Override
    public @Nullable Object[] add(
        @Nullable Object[] target, Integer place, @Nullable Object value) {
      target[place] = cell(value, scales.get(place));
      return target;
    }

    @Override
    public Boolean finish(@Nullable Object[] target) {
      return true;
    }
  }

  private static @Nullable Object cell(@Nullable Object value, int scale) {
    return switch (value) {
      case Integer whole when scale > 0 -> new BigDecimal(BigInteger.valueOf(whole), scale);
      case Long whole when scale > 0 -> new BigDecimal(BigInteger.valueOf(whole), scale);
      case String text when scale > 0 -> new BigDecimal(text);
      case null, default -> value;
    };
  }
}
