// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.base.Digest;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.onnx.FeatureSpec.Kind;
import io.ratchet.onnx.Target;
import io.ratchet.training.Dataset.LeftOut;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What columns and labels are found in rows. */
final class DatasetsTest {
  @Test
  void findsOutWhatTheColumnsAre() {
    Dataset data =
        read("n,flag,text,y", "1.5,true,\"a, b\",0", "-2e3,FALSE,\"say \"\"so\"\"\",1", ",,?,1");

    assertThat(data.signature().features())
        .extracting(feature -> feature.kind())
        .containsExactly(Kind.NUMBER, Kind.BOOLEAN, Kind.CATEGORY);
    assertThat(data.signature().features())
        .allSatisfy(feature -> assertThat(feature.optional()).isTrue());
    assertThat(data.signature().features().get(2).categories())
        .containsExactly("a, b", "say \"so\"");
    assertThat(data.row(0)).containsExactly(1.5f, 1, 0);
    assertThat(data.row(1)).containsExactly(-2000, 0, 1);
    assertThat(data.row(2)).containsExactly(Float.NaN, Float.NaN, Float.NaN);
    assertThat(data.label())
        .isInstanceOfSatisfying(
            Label.Classes.class, label -> assertThat(label.codes()).containsExactly(0, 1, 1));
  }

  @Test
  void takesTextsTruthsAndFewWholeNumbersForClasses() {
    assertThat(classes("no", "yes", "no")).containsExactly("no", "yes");
    assertThat(classes("True", "false", "TRUE")).containsExactly("false", "true");
    assertThat(classes("10", "9", "10.0")).containsExactly("9", "10");
  }

  @Test
  void takesOtherNumbersForQuantities() {
    assertThat(read("x,y", "1,0.5", "2,1").label().target()).isEqualTo(new Target.Quantity("y"));
    String[] lines =
        IntStream.rangeClosed(0, 21)
            .mapToObj(i -> i == 0 ? "x,y" : i + "," + i)
            .toArray(String[]::new);
    assertThat(read(lines).label().target()).isEqualTo(new Target.Quantity("y"));
    assertThat(
            Datasets.read(Tables.csv(lines), ReadOptions.of("y").withTask(Task.CLASSIFICATION))
                .label()
                .target())
        .isInstanceOfSatisfying(
            Target.Classes.class, target -> assertThat(target.classes()).hasSize(21));
  }

  @Test
  void leavesOutWhatCannotBeLearntFromAndSaysWhy() {
    StringBuilder text = new StringBuilder("id,empty,mixed,,x,why,y\n");
    for (int i = 0; i < 200; i++) {
      text.append("user-%d,,%s,7,%d,z,%d,\n".formatted(i, i == 3 ? "n.d." : "" + i, i, i % 2));
    }
    byte[] csv = text.toString().replace(",\n", "\n").getBytes(StandardCharsets.UTF_8);

    Dataset data = Datasets.read(csv, ReadOptions.of("y").without(Set.of("why")));

    assertThat(data.features()).containsExactly("x");
    assertThat(data.leftOut())
        .containsExactly(
            new LeftOut("id", "it holds more than 100 different texts"),
            new LeftOut("empty", "every cell is missing"),
            new LeftOut(
                "mixed",
                "it holds more than 100 different texts, such as \"n.d.\" in row 5, between numbers"),
            new LeftOut("column 4", "its header is empty"),
            new LeftOut("why", "it is excluded"));
  }

  @Test
  void rowsWithoutALabelAreCountedAndLeftOut() {
    Dataset data = read("x,y", "1,a", "2,", "3,b", "4,NA");

    assertThat(data.rows()).isEqualTo(2);
    assertThat(data.row(1)).containsExactly(3);
    assertThat(data.leftOut()).containsExactly(new LeftOut("2 rows", "the label is missing"));
  }

  @Test
  void readsOtherSeparatorsMarksOfByteOrderAndLinesOfWindows() {
    byte[] text = "\uFEFFx;y\r\n1,5;a\r\n2,5;b\r\n\r\n".getBytes(StandardCharsets.UTF_8);

    Dataset data = Datasets.read(text, ReadOptions.of("y"));

    assertThat(data.features()).containsExactly("x");
    assertThat(data.signature().features().getFirst().categories()).containsExactly("1,5", "2,5");
  }

  @Test
  void readsCompressedFiles() throws IOException {
    byte[] csv = Tables.csv("x,y", "1,a", "2,b");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(csv);
    }

    assertThat(Datasets.read(out.toByteArray(), ReadOptions.of("y")).rows()).isEqualTo(2);
    DatasetLimits small = new DatasetLimits(60, 10, 10, 100, 64, 100);
    byte[] bomb = out.toByteArray();
    assertThat(bomb.length).isLessThan(60);
    assertRefused(
        compressed("x,y\n" + "1,a\n".repeat(100)), small, ErrorCode.TOO_LARGE, "60 bytes");
  }

  @Test
  void putsRowsInTheOrderOfTheirTime() {
    byte[] csv = Tables.csv("at,x,y", "2026-03-01,3,a", "2026-01-01,1,b", "2026-02-01,2,a");
    Dataset byText = Datasets.read(csv, ReadOptions.of("y").withTime("at"));
    byte[] numbers = Tables.csv("at,x,y", "100,3,a", "9,1,b", "20,2,a");
    Dataset byNumber = Datasets.read(numbers, ReadOptions.of("y").withTime("at"));

    for (Dataset data : List.of(byText, byNumber)) {
      assertThat(data.features()).containsExactly("x");
      assertThat(IntStream.range(0, 3).mapToObj(i -> data.row(i)[0])).containsExactly(1f, 2f, 3f);
      assertThat(((Label.Classes) data.label()).codes()).containsExactly(1, 0, 0);
    }
  }

  @Test
  void readsRowsFromMemory() {
    List<Map<String, @Nullable Object>> rows =
        List.of(memory(1, "7", true, "a"), memory(null, "8", false, "b"));

    Dataset data = Datasets.of(List.of("n", "code", "flag", "y"), rows, ReadOptions.of("y"));

    assertThat(data.signature().features())
        .extracting(feature -> feature.kind())
        .containsExactly(Kind.NUMBER, Kind.CATEGORY, Kind.BOOLEAN);
    assertThat(data.row(1)).containsExactly(Float.NaN, 1, 0);
  }

  @Test
  void knowsDataByItsDigest() {
    byte[] csv = Tables.csv("x,y", "1,a", "2,b", "3,a");
    Dataset data = Datasets.read(csv, ReadOptions.of("y"));

    assertThat(data.sha256()).isEqualTo(Digest.sha256(csv));
    assertThat(data.slice(0, 2).sha256())
        .isEqualTo(data.slice(0, 2).sha256())
        .isNotEqualTo(data.slice(1, 3).sha256())
        .isNotEqualTo(data.sha256());
    assertThat(data.slice(1, 3).row(0)).containsExactly(2);
  }

  @Test
  void holdsOutTheNewestRowsOrSomeByLot() {
    Split.Parts newest = new Split.ByTime(0.2).parts(10);
    Split.Parts lot = new Split.Shuffled(0.2, 5).parts(10);

    assertThat(newest.holdout()).containsExactly(8, 9);
    assertThat(lot.holdout()).hasSize(2);
    assertThat(lot.holdout()).isEqualTo(new Split.Shuffled(0.2, 5).parts(10).holdout());
    assertThat(IntStream.concat(Arrays.stream(lot.training()), Arrays.stream(lot.holdout())))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(new Split.ByTime(0.9).parts(1).training()).containsExactly(0);
  }

  @Test
  void filesThatAreNoTablesAreRefused() {
    assertRefused("", "is empty");
    assertRefused("x,y\n1,a,3\n", "line 2 of the CSV file has 3 cells, its header 2");
    assertRefused("x,y\n1,a\n2\n", "line 3 of the CSV file has 1 cells, its header 2");
    assertRefused("x,x,y\n1,2,a\n", "two columns are named \"x\"");
    assertRefused("x,z\n1,2\n", "no column \"y\" for the label; it has x, z");
    assertRefused("x,y\n1,a\n", "every row has the same label");
    assertRefused("x,y\n1,\n", "none of 1 rows has a label");
    assertRefused("x,y\n", "none of 0 rows has a label");
    assertRefused("y\na\nb\n", "no column to learn from");
    assertRefused("x,y\n\"1,a\n", "CSV file cannot be read");
    assertRefused("x,y\n1e40,a\n", "\"x\" holds 1e40 in row 2");
    assertRefused("x,y\n1," + "a".repeat(70_000) + "\n", "CSV file cannot be read");
  }

  @Test
  void dataAboveALimitIsRefused() {
    byte[] csv = Tables.csv("a,b,y", "1,2,u", "3,4,v", "5,6,w");

    assertRefused(csv, new DatasetLimits(10, 9, 9, 99, 9, 9), ErrorCode.TOO_LARGE, "10 bytes");
    assertRefused(csv, new DatasetLimits(99, 2, 9, 99, 9, 9), ErrorCode.TOO_LARGE, "2 rows");
    assertRefused(csv, new DatasetLimits(99, 9, 2, 99, 9, 9), ErrorCode.TOO_LARGE, "2 columns");
    assertRefused(csv, new DatasetLimits(99, 9, 9, 8, 9, 9), ErrorCode.TOO_LARGE, "8 cells");
    assertRefused(csv, new DatasetLimits(99, 9, 9, 99, 2, 2), ErrorCode.INVALID, "2 classes");
  }

  @Test
  void aFileThatIsNotThereIsMissing() {
    assertThatThrownBy(() -> Datasets.read(Path.of("nowhere.csv"), ReadOptions.of("y")))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING));
  }

  private static Map<String, @Nullable Object> memory(@Nullable Object n, Object... others) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("n", n);
    row.put("code", others[0]);
    row.put("flag", others[1]);
    row.put("y", others[2]);
    return row;
  }

  private static byte[] compressed(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static List<String> classes(String... labels) {
    String[] lines = new String[labels.length + 1];
    lines[0] = "x,y";
    for (int i = 0; i < labels.length; i++) {
      lines[i + 1] = i + "," + labels[i];
    }
    return ((Label.Classes) read(lines).label()).classes();
  }

  private static Dataset read(String... lines) {
    return Datasets.read(Tables.csv(lines), ReadOptions.of("y"));
  }

  private static void assertRefused(String csv, String message) {
    assertRefused(
        csv.getBytes(StandardCharsets.UTF_8), DatasetLimits.DEFAULT, ErrorCode.INVALID, message);
  }

  private static void assertRefused(
      byte[] csv, DatasetLimits limits, ErrorCode code, String message) {
    assertThatThrownBy(() -> Datasets.read(csv, ReadOptions.of("y").within(limits)))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.message()).contains(message);
              assertThat(e.code()).isEqualTo(code);
            });
  }
}
