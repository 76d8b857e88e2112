// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.onnx.FeatureSpec;
import io.ratchet.onnx.Golden;
import io.ratchet.onnx.ModelCard;
import io.ratchet.onnx.OnnxFile;
import io.ratchet.training.Metrics.Classification;
import io.ratchet.training.Metrics.Regression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From rows to a file that ONNX Runtime computes as it was learnt. */
final class TrainerTest {
  private static final Split NEWEST = new Split.ByTime(0.25);

  @ParameterizedTest
  @ValueSource(strings = {LinearTrainer.NAME, BoostedTreesTrainer.NAME})
  void learnsTwoClasses(String trainer) {
    Trained trained = train(trainer, "two");

    Classification metrics = (Classification) Objects.requireNonNull(trained.metrics());
    assertThat(metrics.rows()).isEqualTo(500);
    assertThat(metrics.accuracy()).isGreaterThan(0.86).isGreaterThan(metrics.majority() + 0.2);
    assertThat(metrics.auc()).isGreaterThan(0.93);
    assertThat(metrics.logLoss()).isLessThan(0.35);
  }

  @ParameterizedTest
  @ValueSource(strings = {LinearTrainer.NAME, BoostedTreesTrainer.NAME})
  void learnsManyClasses(String trainer) {
    Trained trained = train(trainer, "many");

    Classification metrics = (Classification) Objects.requireNonNull(trained.metrics());
    assertThat(metrics.accuracy()).isGreaterThan(0.72).isGreaterThan(metrics.majority() + 0.2);
    assertThat(metrics.auc()).isGreaterThan(0.85);
    assertThat(trained.holdout().answers()[0]).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {LinearTrainer.NAME, BoostedTreesTrainer.NAME})
  void learnsQuantities(String trainer) {
    Trained trained = train(trainer, "price");

    Regression metrics = (Regression) Objects.requireNonNull(trained.metrics());
    assertThat(metrics.rmse()).isLessThan(110);
    assertThat(metrics.determination()).isGreaterThan(0.85);
  }

  @ParameterizedTest
  @ValueSource(strings = {LinearTrainer.NAME, BoostedTreesTrainer.NAME})
  void theFileComputesTheWholeHoldoutAsTheTrainerDid(String trainer) {
    for (String label : List.of("two", "many", "price")) {
      Dataset data = Datasets.read(Tables.mixed(2_000, 3, label), ReadOptions.of(label));
      Trained trained = Trainer.named(trainer).train(data, NEWEST, Tables.UNLIMITED);
      int[] rows = trained.holdout().rows();
      float[][] inputs = new float[rows.length][];
      for (int i = 0; i < rows.length; i++) {
        inputs[i] = data.row(rows[i]);
      }

      float[][] answers = Parity.answers(trained.onnx(), trained.signature().target(), inputs);

      for (int i = 0; i < rows.length; i++) {
        double[] expected = trained.holdout().answers()[i];
        double[] inJava = trained.model().predict(inputs[i]);
        for (int j = 0; j < expected.length; j++) {
          double allowed = Parity.TOLERANCE * Math.max(1, Math.abs(expected[j]));
          assertThat(Math.abs(answers[i][j] - expected[j])).isLessThanOrEqualTo(allowed);
          assertThat(Math.abs(inJava[j] - expected[j])).isLessThanOrEqualTo(allowed);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LinearTrainer.NAME, BoostedTreesTrainer.NAME})
  void theSameRowsGiveTheSameBytes(String trainer) {
    assertThat(train(trainer, "two").sha256()).isEqualTo(train(trainer, "two").sha256());
  }

  @Test
  void theFileTellsWhatItTakesAndWhereItComesFrom() {
    Trained trained = train(BoostedTreesTrainer.NAME, "two");
    ModelCard card = Objects.requireNonNull(ModelCard.of(OnnxFile.read(trained.onnx())));

    assertThat(card.signature()).isEqualTo(trained.signature());
    assertThat(card.signature().names()).containsExactly("size", "age", "colour", "new");
    FeatureSpec colour = card.signature().features().get(2);
    assertThat(colour.kind()).isEqualTo(FeatureSpec.Kind.CATEGORY);
    assertThat(colour.categories()).containsExactly("a \"b\", c", "blue", "green", "red");
    assertThat(colour.optional()).isTrue();
    assertThat(card.signature().features().getFirst().optional()).isFalse();
    assertThat(card.provenance().library()).isEqualTo(Boosting.LIBRARY);
    assertThat(card.provenance().dataSha256()).hasSize(64);
    assertThat(card.provenance().rows()).isEqualTo(1_500);
    assertThat(card.provenance().parameters())
        .containsEntry("rounds", "100")
        .containsEntry("split", "time");
    assertThat(card.golden().inputs()).hasSize(Golden.LIMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {LinearTrainer.NAME, BoostedTreesTrainer.NAME})
  void saysWhichFeaturesMatter(String trainer) {
    Trained trained = train(trainer, "two");

    assertThat(trained.importance().getFirst().feature()).isEqualTo("colour");
    assertThat(trained.importance().getLast().feature()).isEqualTo("new");
    assertThat(trained.importance().stream().mapToDouble(Trained.Importance::share).sum())
        .isBetween(0.999999, 1.000001);
  }

  @Test
  void stopsBetweenRoundsWhenCancelled() {
    AtomicInteger asked = new AtomicInteger();
    Budget budget = new Budget(() -> 0, Duration.ofMinutes(1), () -> asked.incrementAndGet() > 7);

    assertThatThrownBy(() -> BoostedTreesTrainer.usual().train(mixed("two"), NEWEST, budget))
        .hasMessageContaining("cancelled after 7 of 100 rounds");
  }

  @ParameterizedTest
  @ValueSource(strings = {LinearTrainer.NAME, BoostedTreesTrainer.NAME})
  void stopsWhenTimeIsUp(String trainer) {
    AtomicLong now = new AtomicLong();
    Budget budget =
        new Budget(() -> now.getAndAdd(1_000_000_000), Duration.ofMillis(1_500), () -> false);

    assertThatThrownBy(() -> Trainer.named(trainer).train(mixed("two"), NEWEST, budget))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.EXHAUSTED);
              assertThat(e.message()).contains("limit of 1,500 ms");
            });
  }

  @Test
  void aModelThatAnswersOtherwiseThanItsTrainerIsRefused() {
    Trained trained = train(BoostedTreesTrainer.NAME, "two");
    List<double[]> moved =
        trained.golden().outputs().stream()
            .map(output -> new double[] {output[0] - 2e-5, output[1] + 2e-5})
            .toList();

    assertThatThrownBy(() ->
            Parity.check(
                trained.onnx(),
                trained.signature().target(),
                new Golden(trained.golden().inputs(), moved)))
        .hasMessageContaining("does not compute what was trained");
  }

  @Test
  void aClassThatOnlyTheHoldoutShowsIsRefused() {
    byte[] csv = Tables.csv("x,y", "1,a", "2,b", "3,a", "4,c");

    assertThatThrownBy(() ->
            LinearTrainer.usual()
                .train(Datasets.read(csv, ReadOptions.of("y")), NEWEST, Tables.UNLIMITED))
        .hasMessageContaining("none of the 3 rows to learn from has the y c");
  }

  @Test
  void aColumnThatNeverVariesWeighsNothing() {
    byte[] csv = Tables.csv("x,always,y", "1,7.3,a", "2,7.3,b", "1,7.3,a", "2,7.3,b");
    Dataset data = Datasets.read(csv, ReadOptions.of("y"));

    Trained trained = LinearTrainer.usual().train(data, new Split.ByTime(0), Tables.UNLIMITED);

    assertThat(trained.metrics()).isNull();
    assertThat(trained.importance().getLast()).isEqualTo(new Trained.Importance("always", 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {LinearTrainer.NAME, BoostedTreesTrainer.NAME})
  void learnsTheElectricityMarketFromItsFirstFifth(String trainer) throws IOException {
    Dataset data = Datasets.read(demo("elec2.csv"), ReadOptions.of("class"));

    Trained trained = Trainer.named(trainer).train(data, new Split.ByTime(0.8), Tables.UNLIMITED);

    Classification metrics = (Classification) Objects.requireNonNull(trained.metrics());
    assertThat(metrics.rows()).isEqualTo(36_250);
    assertThat(metrics.accuracy()).isBetween(0.725, 0.75);
    assertThat(metrics.majority()).isLessThan(0.6);
    assertThat(trained.importance().getFirst().feature()).isEqualTo("nswprice");
  }

  @ParameterizedTest
  @ValueSource(strings = {LinearTrainer.NAME, BoostedTreesTrainer.NAME})
  void tellsTumoursApart(String trainer) throws IOException {
    Dataset data = Datasets.read(demo("breast_cancer.csv"), ReadOptions.of("class"));

    Trained trained =
        Trainer.named(trainer).train(data, new Split.Shuffled(0.3, 1), Tables.UNLIMITED);

    Classification metrics = (Classification) Objects.requireNonNull(trained.metrics());
    assertThat(metrics.accuracy()).isGreaterThan(0.95);
    assertThat(metrics.auc()).isGreaterThan(0.99);
  }

  @ParameterizedTest
  @ValueSource(strings = {LinearTrainer.NAME, BoostedTreesTrainer.NAME})
  void quantitiesOfAnySizeAreLearntAlike(String trainer) {
    for (double size : new double[] {1e-7, 1e7}) {
      StringBuilder text = new StringBuilder("x,y\n");
      for (int i = 0; i < 400; i++) {
        double x = (i * 37 % 400) / 200.0 - 1;
        text.append(x).append(',').append(size * x).append('\n');
      }
      Dataset data =
          Datasets.read(text.toString().getBytes(StandardCharsets.UTF_8), ReadOptions.of("y"));

      Trained trained = Trainer.named(trainer).train(data, NEWEST, Tables.UNLIMITED);

      Regression metrics = (Regression) Objects.requireNonNull(trained.metrics());
      assertThat(metrics.determination()).isGreaterThan(0.99);
      List<double[]> wrong =
          trained.golden().outputs().stream().map(y -> new double[] {y[0] + size / 1000}).toList();
      assertThatThrownBy(() ->
              Parity.check(
                  trained.onnx(),
                  trained.signature().target(),
                  new Golden(trained.golden().inputs(), wrong)))
          .hasMessageContaining("does not compute what was trained");
    }
  }

  private static byte[] demo(String name) throws IOException {
    try (InputStream in = TrainerTest.class.getResourceAsStream("/demo/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static Dataset mixed(String label) {
    return Datasets.read(Tables.mixed(2_000, 1, label), ReadOptions.of(label));
  }

  private static Trained train(String trainer, String label) {
    return Trainer.named(trainer).train(mixed(label), NEWEST, Tables.UNLIMITED);
  }
}
