// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.onnx.OnnxFile.Value;
import io.ratchet.onnx.Tree.Leaf;
import io.ratchet.onnx.ValueType.Dimension;
import io.ratchet.onnx.ValueType.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reading what a file says about itself, from bytes that anybody may have sent. */
final class OnnxFileTest {
  private static final byte[] GOOD =
      ModelFile.write(
          new TreeModel(2, List.of(List.<Tree>of(new Leaf(1))), new float[] {0}, Link.LOGISTIC),
          Cards.of(2, Cards.classes("no", "yes")));

  @Test
  void readsWhatWeWrite() {
    OnnxFile file = OnnxFile.read(GOOD);

    assertThat(file.producerName()).isEqualTo("ratchet");
    assertThat(file.opsets()).containsEntry("ai.onnx", 17L).containsEntry("ai.onnx.ml", 3L);
    assertThat(file.operators()).containsEntry("ai.onnx.ml.TreeEnsembleRegressor", 1L);
    assertThat(file.inputs())
        .containsExactly(
            new Value(
                "features",
                new Tensor(ElementType.FLOAT, List.of(Dimension.free("rows"), Dimension.of(2)))));
    assertThat(file.outputs()).extracting(Value::name).containsExactly("label", "probabilities");
  }

  @Test
  void theCardComesBackAsItWasWritten() {
    ModelCard written = Cards.of(2, Cards.classes("no", "yes"));
    ModelCard read = Objects.requireNonNull(ModelCard.of(OnnxFile.read(GOOD)));

    assertThat(read.signature()).isEqualTo(written.signature());
    assertThat(read.provenance()).isEqualTo(written.provenance());
    assertThat(read.golden().inputs().getFirst()).containsExactly(0, 0);
    assertThat(read.golden().outputs().getFirst()).containsExactly(0, 0);
  }

  @Test
  void missingValuesInGoldenRowsSurvive() {
    Golden golden = new Golden(List.of(new float[] {Float.NaN, 1}), List.of(new double[] {0.5}));

    assertThat(Golden.fromJson(golden.toJson()).inputs().getFirst()).containsExactly(Float.NaN, 1);
  }

  @Test
  void provenanceOfOtherShapesIsReadAsUnknown() {
    String text = "{\"trainer\":{},\"training_rows\":\"many\",\"parameters\":{\"a\":[1]}}";

    Provenance read = Provenance.fromJson(Json.parse(text));

    assertThat(read.trainer()).isEmpty();
    assertThat(read.rows()).isZero();
    assertThat(read.parameters()).containsEntry("a", "");
  }

  @Test
  void everyCutOfAFileIsRefusedOrRead() {
    for (int length = 0; length < GOOD.length; length++) {
      byte[] cut = Arrays.copyOf(GOOD, length);
      try {
        OnnxFile.read(cut);
      } catch (Failure e) {
        assertThat(e.code()).isEqualTo(ErrorCode.INVALID);
        assertThat(e.message()).startsWith("not an ONNX file");
      }
    }
  }

  @Test
  void everyDamageIsRefusedOrRead() {
    Random random = new Random(7);
    for (int trial = 0; trial < 20_000; trial++) {
      byte[] damaged = GOOD.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        ModelCard.of(OnnxFile.read(damaged));
      } catch (Failure e) {
        assertThat(e.code()).isEqualTo(ErrorCode.INVALID);
      }
    }
  }

  @Test
  void otherFilesAreRefused() {
    assertRefused("{\"json\": true}".getBytes(java.nio.charset.StandardCharsets.UTF_8), "");
    assertRefused(new byte[0], "it is empty");
    assertRefused(new byte[] {8, 8}, "no graph");
  }

  @Test
  void weightsInOtherFilesAreRefused() {
    ProtoWriter place = new ProtoWriter().text(1, "location").text(2, "../../etc/passwd");
    ProtoWriter tensor = new ProtoWriter().text(8, "w").message(13, place).number(14, 1);

    assertRefused(model(new ProtoWriter().message(5, tensor)), "\"w\" keeps its data in another");
    ProtoWriter attribute = new ProtoWriter().text(1, "value").message(5, tensor);
    ProtoWriter node = new ProtoWriter().text(4, "Constant").message(5, attribute);
    assertRefused(model(new ProtoWriter().message(1, node)), "\"w\" keeps its data in another");
    ProtoWriter inner =
        new ProtoWriter().text(1, "body").message(6, new ProtoWriter().message(1, node));
    ProtoWriter loop = new ProtoWriter().text(4, "Loop").message(5, inner);
    assertRefused(model(new ProtoWriter().message(1, loop)), "\"w\" keeps its data in another");
  }

  @Test
  void graphsInGraphsAreReadToALimitOnly() {
    ProtoWriter graph = new ProtoWriter();
    for (int depth = 0; depth < 100; depth++) {
      ProtoWriter attribute = new ProtoWriter().message(6, graph);
      graph = new ProtoWriter().message(1, new ProtoWriter().text(4, "If").message(5, attribute));
    }

    assertRefused(model(graph), "parts within parts");
  }

  @Test
  void filesAboveTheLimitAreRefused() {
    OnnxLimits limits = new OnnxLimits(100, 10, 10, 10, 10);

    assertThatThrownBy(() -> OnnxFile.read(GOOD, limits))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
    OnnxLimits entries = new OnnxLimits(1 << 20, 10, 10, 2, 1 << 20);
    assertThatThrownBy(() -> OnnxFile.read(GOOD, entries)).hasMessageContaining("2 entries");
    OnnxLimits nodes = new OnnxLimits(1 << 20, 2, 10, 10, 1 << 20);
    assertThatThrownBy(() -> OnnxFile.read(GOOD, nodes)).hasMessageContaining("2 operators");
  }

  @Test
  void inputsWithAValueInTheFileAreNotAskedFor() {
    ProtoWriter graph =
        new ProtoWriter()
            .message(5, new ProtoWriter().text(8, "w"))
            .message(11, new ProtoWriter().text(1, "x"))
            .message(11, new ProtoWriter().text(1, "w"))
            .message(12, new ProtoWriter().text(1, "y"));

    assertThat(OnnxFile.read(model(graph)).inputs()).extracting(Value::name).containsExactly("x");
  }

  @Test
  void sequencesOfMapsAreShownAsSuch() {
    ProtoWriter number =
        new ProtoWriter().message(1, new ProtoWriter().number(1, ElementType.FLOAT.code()));
    ProtoWriter map = new ProtoWriter().number(1, ElementType.INT64.code()).message(2, number);
    ProtoWriter sequence =
        new ProtoWriter()
            .message(4, new ProtoWriter().message(1, new ProtoWriter().message(5, map)));
    ProtoWriter output = new ProtoWriter().text(1, "p").message(2, sequence);

    assertThat(OnnxFile.read(model(new ProtoWriter().message(12, output))).outputs())
        .containsExactly(
            new Value(
                "p",
                new ValueType.Sequence(
                    new ValueType.Mapping(
                        ElementType.INT64, new Tensor(ElementType.FLOAT, null)))));
  }

  @Test
  void aCardThatDoesNotFitItsFileIsRefused() {
    String text = "{\"features\":[],\"target\":{\"name\":\"y\"}}";
    ProtoWriter entry = new ProtoWriter().text(1, ModelCard.SIGNATURE).text(2, text);
    ProtoWriter graph = new ProtoWriter().message(12, new ProtoWriter().text(1, "y"));
    byte[] bytes =
        new ProtoWriter()
            .number(1, 8)
            .message(7, graph)
            .message(8, new ProtoWriter().number(2, 17))
            .message(14, entry)
            .toBytes();

    assertThatThrownBy(() -> ModelCard.of(OnnxFile.read(bytes)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("signature");
  }

  private static byte[] model(ProtoWriter graph) {
    return new ProtoWriter()
        .number(1, 8)
        .message(7, graph)
        .message(8, new ProtoWriter().number(2, 17))
        .toBytes();
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> OnnxFile.read(bytes))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(message);
  }
}
