// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blue.strategic.parquet.ParquetWriter;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.onnx.FeatureSpec.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of Parquet files. */
final class ParquetTest {
  private static final MessageType SCHEMA =
      Types.buildMessage()
          .optional(PrimitiveTypeName.DOUBLE)
          .named("size")
          .required(PrimitiveTypeName.INT64)
          .named("count")
          .optional(PrimitiveTypeName.BOOLEAN)
          .named("flag")
          .optional(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named("colour")
          .optional(PrimitiveTypeName.INT32)
          .as(LogicalTypeAnnotation.decimalType(2, 9))
          .named("price")
          .required(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named("y")
          .named("rows");

  @TempDir private Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("rows.parquet");
    write(
        SCHEMA,
        row(1.5, 7L, true, "red", 1234, "a"),
        row(null, 8L, null, null, null, "b"),
        row(-2.0, 9L, false, "12", 50, "a"));
  }

  @Test
  void readsColumnsAsTheFileTypesThem() {
    Dataset data = Datasets.read(file, ReadOptions.of("y"));

    assertThat(data.signature().features())
        .extracting(feature -> feature.kind())
        .containsExactly(Kind.NUMBER, Kind.NUMBER, Kind.BOOLEAN, Kind.CATEGORY, Kind.NUMBER);
    assertThat(data.row(0)).containsExactly(1.5f, 7, 1, 1, 12.34f);
    assertThat(data.row(1)).containsExactly(Float.NaN, 8, Float.NaN, Float.NaN, Float.NaN);
    assertThat(data.row(2)).containsExactly(-2, 9, 0, 0, 0.5f);
    assertThat(((Label.Classes) data.label()).codes()).containsExactly(0, 1, 0);
  }

  @Test
  void aNestedColumnIsRefused() throws IOException {
    MessageType nested =
        Types.buildMessage()
            .optionalGroup()
            .required(PrimitiveTypeName.DOUBLE)
            .named("x")
            .named("inner")
            .named("rows");
    write(nested);

    assertThatThrownBy(() -> Datasets.read(file, ReadOptions.of("y")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("\"inner.x\" of the Parquet file is nested");
  }

  @Test
  void rowsAboveTheLimitAreRefusedBeforeTheyAreRead() {
    DatasetLimits two = new DatasetLimits(10_000, 2, 10, 100, 64, 100);

    assertThatThrownBy(() -> Datasets.read(file, ReadOptions.of("y").within(two)))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
  }

  @Test
  void everyCutIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 5; length < bytes.length; length += 7) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Datasets.read(cut, ReadOptions.of("y")))
          .isInstanceOfSatisfying(
              Failure.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID));
    }
  }

  @Test
  void damageIsRefusedOrRead() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(11);
    for (int trial = 0; trial < 300; trial++) {
      byte[] damaged = bytes.clone();
      damaged[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
      try {
        Datasets.read(damaged, ReadOptions.of("y"));
      } catch (Failure e) {
        assertThat(e.code()).isIn(ErrorCode.INVALID, ErrorCode.TOO_LARGE);
      }
    }
  }

  private static List<@Nullable Object> row(@Nullable Object... cells) {
    return Arrays.asList(cells);
  }

  @SafeVarargs
  private void write(MessageType schema, List<@Nullable Object>... rows) throws IOException {
    try (ParquetWriter<List<@Nullable Object>> writer =
        ParquetWriter.writeFile(
            schema,
            file.toFile(),
            (cells, values) -> {
              for (int i = 0; i < cells.size(); i++) {
                if (cells.get(i) != null) {
                  values.write(schema.getFieldName(i), cells.get(i));
                }
              }
            })) {
      for (List<@Nullable Object> row : rows) {
        writer.write(row);
      }
    }
  }
}
