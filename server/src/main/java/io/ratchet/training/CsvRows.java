// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file (RFC 4180) with a header: separated by comma, semicolon, tab or bar, whichever the
 * header uses most. A cell that is empty, or says that it is missing, is missing.
 */
final class CsvRows implements Rows {
  private static final Set<String> MISSING =
      Set.of("", "?", "na", "n/a", "nan", "null", "none", "-nan", "#n/a");
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final int HEADER_BYTES = 1 << 20;

  private final byte[] bytes;
  private final DatasetLimits limits;
  private final char separator;
  private final List<String> names;

  CsvRows(byte[] bytes, DatasetLimits limits) {
    this.bytes = bytes;
    this.limits = limits;
    this.separator = separator(bytes);
    this.names = header();
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public boolean untyped() {
    return true;
  }

  @Override
  public void each(Visitor visitor) {
    @Nullable Object[] cells = new Object[names.size()];
    long rows = 0;
    try (CsvReader<CsvRecord> reader = reader()) {
      var records = reader.iterator();
      records.next();
      while (records.hasNext()) {
        CsvRecord row = records.next();
        if (row.getFieldCount() != cells.length) {
          throw Failure.invalid(
              "line %,d of the CSV file has %,d cells, its header %,d"
                  .formatted(row.getStartingLineNumber(), row.getFieldCount(), cells.length),
              "give every row as many cells as the header; quote texts that hold a separator");
        }
        if (++rows > limits.rows()) {
          throw DatasetLimits.exceeded("rows", limits.rows());
        }
        for (int i = 0; i < cells.length; i++) {
          cells[i] = cell(row.getField(i));
        }
        visitor.row(row.getStartingLineNumber(), cells);
      }
    } catch (CsvParseException e) {
      throw broken(e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  private static @Nullable String cell(String text) {
    String trimmed = text.strip();
    return trimmed.length() <= 4 && MISSING.contains(trimmed.toLowerCase(Locale.ROOT))
        ? null
        : trimmed;
  }

  private List<String> header() {
    try (CsvReader<CsvRecord> reader = reader()) {
      var records = reader.iterator();
      if (!records.hasNext()) {
        throw Failure.invalid("the CSV file is empty", "send a header and rows");
      }
      List<String> header = new ArrayList<>();
      for (String name : records.next().getFields()) {
        header.add(name.strip());
      }
      return header;
    } catch (CsvParseException e) {
      throw broken(e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  private static Failure broken(CsvParseException e) {
    Throwable cause = e.getCause();
    return new Failure(
        ErrorCode.INVALID,
        "the CSV file cannot be read: %s%s"
            .formatted(e.getMessage(), cause == null ? "" : ": " + cause.getMessage()),
        "look for a quote that is not closed, or a cell above %,d characters"
            .formatted(DatasetLimits.CELL),
        List.of(),
        e);
  }

  private CsvReader<CsvRecord> reader() {
    CsvRecordHandler handler =
        CsvRecordHandler.of(builder ->
            builder
                .maxFields(limits.columns() + 1)
                .maxFieldSize(DatasetLimits.CELL)
                .maxRecordSize(HEADER_BYTES));
    return CsvReader.builder()
        .fieldSeparator(separator)
        .skipEmptyLines(true)
        .detectBomHeader(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .build(handler, new ByteArrayInputStream(bytes), StandardCharsets.UTF_8);
  }

  /** The separator that the first line holds most of, outside of quotes. */
  private static char separator(byte[] bytes) {
    int[] counts = new int[SEPARATORS.length];
    boolean quoted = false;
    for (int i = 0; i < Math.min(bytes.length, HEADER_BYTES); i++) {
      char at = (char) bytes[i];
      quoted ^= at == '"';
      if (!quoted && at == '\n') {
        break;
      }
      for (int s = 0; s < counts.length; s++) {
        counts[s] += !quoted && at == SEPARATORS[s] ? 1 : 0;
      }
    }
    int best = 0;
    for (int s = 1; s < counts.length; s++) {
      best = counts[s] > counts[best] ? s : best;
    }
    return SEPARATORS[best];
  }
}
