// SPDX-License-Identifier: Apache-2.0
package io.ratchet.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.ratchet.onnx.LinearModel.Term;
import io.ratchet.onnx.Tree.Leaf;
import io.ratchet.onnx.Tree.Rule;
import io.ratchet.onnx.Tree.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What we write is what ONNX Runtime computes. */
final class ModelFileTest {
  private static final float NAN = Float.NaN;

  private final RandomGenerator random = new Random(20261121);

  @Test
  void answersTwoClassesByLogOdds() throws OrtException {
    LinearModel model =
        new LinearModel(
            2,
            List.of(new Term.Distance(0, 10), new Term.Distance(1, -1)),
            List.of(new float[] {0.5f, -2}),
            new float[] {0.25f},
            Link.LOGISTIC);

    Map<String, Object> answers = answers(model, Cards.classes("down", "up"), row(12, 0));

    double expected = 1 / (1 + Math.exp(-(0.25 + 0.5 * 2 - 2 * 1)));
    assertThat(probabilities(answers)[0][1]).isCloseTo((float) expected, within(1e-6f));
    assertThat(probabilities(answers)[0][0]).isCloseTo((float) (1 - expected), within(1e-6f));
    assertThat((String[]) answers.get(ModelFile.LABEL)).containsExactly("down");
  }

  @Test
  void answersWholeClassesAsNumbers() throws OrtException {
    Map<String, Object> answers =
        answers(stump(Link.LOGISTIC, 1), Cards.classes("0", "7"), row(0), row(1));

    assertThat((long[]) answers.get(ModelFile.LABEL)).containsExactly(0, 7);
  }

  @Test
  void answersManyClassesEachAgainstTheRestOrBySoftmax() throws OrtException {
    for (Link link : List.of(Link.ONE_AGAINST_REST, Link.SOFTMAX)) {
      LinearModel model =
          new LinearModel(
              1,
              List.of(new Term.Distance(0, 0)),
              List.of(new float[] {1}, new float[] {-1}, new float[] {0}),
              new float[] {0, 1, 2},
              link);

      Map<String, Object> answers = answers(model, Cards.classes("a", "b", "c"), row(4), row(-3));

      assertSame(model, answers, row(4), row(-3));
      assertThat((String[]) answers.get(ModelFile.LABEL)).containsExactly("a", "b");
      assertThat(probabilities(answers)[0][0] + probabilities(answers)[0][1]).isLessThan(1);
    }
  }

  @Test
  void answersNumbers() throws OrtException {
    TreeModel model = stump(Link.IDENTITY, 5);

    Map<String, Object> answers = answers(model, new Target.Quantity("price"), row(0), row(1));

    assertThat(answers.keySet()).containsExactly(ModelFile.PREDICTION);
    assertThat((float[][]) answers.get(ModelFile.PREDICTION))
        .isDeepEqualTo(new float[][] {{3}, {7}});
  }

  @Test
  void aMissingValueGoesTheWayThatTheTrainerSent() throws OrtException {
    TreeModel model =
        new TreeModel(
            2,
            List.of(
                List.of(
                    new Split(0, Rule.LESS, 0.5f, true, new Leaf(1), new Leaf(2)),
                    new Split(1, Rule.LESS, 0.5f, false, new Leaf(10), new Leaf(20)))),
            new float[] {0},
            Link.IDENTITY);

    Map<String, Object> answers =
        answers(model, new Target.Quantity("y"), row(NAN, NAN), row(0, 0), row(1, 1));

    assertThat((float[][]) answers.get(ModelFile.PREDICTION))
        .isDeepEqualTo(new float[][] {{21}, {11}, {22}});
  }

  @Test
  void categoriesAndAbsenceHaveWeightsOfTheirOwn() throws OrtException {
    LinearModel model =
        new LinearModel(
            2,
            List.of(
                new Term.Indicator(0, 0),
                new Term.Indicator(0, 2),
                new Term.Absence(0),
                new Term.Distance(1, 100),
                new Term.Absence(1)),
            List.of(new float[] {1, 2, 4, 0.5f, 8}),
            new float[] {0},
            Link.IDENTITY);
    float[][] rows = {row(0, 100), row(1, 102), row(2, 100), row(NAN, 98), row(1, NAN)};

    Map<String, Object> answers = answers(model, new Target.Quantity("y"), rows);

    assertThat((float[][]) answers.get(ModelFile.PREDICTION))
        .isDeepEqualTo(new float[][] {{1}, {1}, {2}, {3}, {8}});
  }

  @Test
  void splitsOnOneCategoryTakeMissingAsAnother() throws OrtException {
    TreeModel model =
        new TreeModel(
            1,
            List.of(List.of(new Split(0, Rule.EQUAL, 3, false, new Leaf(1), new Leaf(-1)))),
            new float[] {0},
            Link.IDENTITY);

    Map<String, Object> answers =
        answers(model, new Target.Quantity("y"), row(3), row(2), row(NAN));

    assertThat((float[][]) answers.get(ModelFile.PREDICTION))
        .isDeepEqualTo(new float[][] {{1}, {-1}, {-1}});
  }

  @Test
  void numbersFarFromZeroKeepTheirDigits() throws OrtException {
    LinearModel model =
        new LinearModel(
            1,
            List.of(new Term.Distance(0, 16_000_000)),
            List.of(new float[] {0.125f}),
            new float[] {0},
            Link.IDENTITY);

    Map<String, Object> answers = answers(model, new Target.Quantity("y"), row(16_000_001));

    assertThat((float[][]) answers.get(ModelFile.PREDICTION))
        .isDeepEqualTo(new float[][] {{0.125f}});
  }

  @Test
  void randomTreesAreComputedAlikeByJavaAndTheRuntime() throws OrtException {
    for (int trial = 0; trial < 60; trial++) {
      int features = 1 + random.nextInt(6);
      int scores = 1 + random.nextInt(4);
      Link link = scores > 1 ? Link.SOFTMAX : trial % 2 == 0 ? Link.LOGISTIC : Link.IDENTITY;
      TreeModel model = randomTrees(features, scores, link);
      float[][] rows = new float[50][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = randomRow(features);
      }

      assertSame(model, answers(model, target(scores, link), rows), rows);
    }
  }

  @Test
  void theSameModelGivesTheSameBytes() {
    ModelCard card = Cards.of(1, new Target.Quantity("y"));

    assertThat(ModelFile.write(stump(Link.IDENTITY, 5), card))
        .isEqualTo(ModelFile.write(stump(Link.IDENTITY, 5), card));
  }

  private static Target target(int scores, Link link) {
    String[] names = {"a", "b", "c", "d"};
    return link == Link.IDENTITY
        ? new Target.Quantity("y")
        : Cards.classes(java.util.Arrays.copyOf(names, Math.max(2, scores)));
  }

  private TreeModel randomTrees(int features, int scores, Link link) {
    List<List<Tree>> trees = new ArrayList<>();
    float[] bases = new float[scores];
    for (int score = 0; score < scores; score++) {
      bases[score] = random.nextFloat() - 0.5f;
      List<Tree> own = new ArrayList<>();
      for (int tree = random.nextInt(12); tree >= 0; tree--) {
        own.add(randomTree(features, random.nextInt(6)));
      }
      trees.add(own);
    }
    return new TreeModel(features, trees, bases, link);
  }

  private Tree randomTree(int features, int depth) {
    if (depth == 0 || random.nextInt(8) == 0) {
      return new Leaf(random.nextFloat() - 0.5f);
    }
    return new Split(
        random.nextInt(features),
        random.nextInt(4) == 0 ? Rule.EQUAL : Rule.LESS,
        random.nextInt(-4, 5) / 2f,
        random.nextBoolean(),
        randomTree(features, depth - 1),
        randomTree(features, depth - 1));
  }

  private float[] randomRow(int features) {
    float[] row = new float[features];
    for (int i = 0; i < features; i++) {
      int kind = random.nextInt(10);
      row[i] = kind == 0 ? NAN : kind < 7 ? random.nextInt(-4, 5) / 2f : random.nextFloat() * 1e6f;
    }
    return row;
  }

  private static TreeModel stump(Link link, float base) {
    Tree tree = new Split(0, Rule.LESS, 0.5f, false, new Leaf(-2), new Leaf(2));
    return new TreeModel(1, List.of(List.of(tree)), new float[] {base}, link);
  }

  private static Map<String, Object> answers(Model model, Target target, float[]... rows)
      throws OrtException {
    byte[] onnx = ModelFile.write(model, Cards.of(model.features(), target));
    return RealRuntime.answers(onnx, rows);
  }

  private static void assertSame(Model model, Map<String, Object> answers, float[]... rows) {
    String output = model.link() == Link.IDENTITY ? ModelFile.PREDICTION : ModelFile.PROBABILITIES;
    float[][] given = (float[][]) java.util.Objects.requireNonNull(answers.get(output));
    for (int i = 0; i < rows.length; i++) {
      double[] expected = model.predict(rows[i]);
      for (int j = 0; j < expected.length; j++) {
        assertThat((double) given[i][j]).isCloseTo(expected[j], within(1e-5));
      }
    }
  }

  private static float[][] probabilities(Map<String, Object> answers) {
    return (float[][]) java.util.Objects.requireNonNull(answers.get(ModelFile.PROBABILITIES));
  }

  private static float[] row(float... values) {
    return values;
  }
}
