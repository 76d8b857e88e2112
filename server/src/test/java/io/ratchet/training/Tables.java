// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.base.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/** Tables to learn from, and budgets to do it in. */
final class Tables {
  static final Budget UNLIMITED = new Budget(Ticker.system(), Duration.ofMinutes(5), () -> false);

  private Tables() {}

  static byte[] csv(String... lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Rows of two numbers, a category and a truth value, each missing at times, with a label that
   * depends on all of them.
   *
   * @param label {@code two}, {@code many} or {@code price}
   */
  static byte[] mixed(int rows, long seed, String label) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("size,age,colour,new," + label + "\n");
    String[] colours = {"red", "green", "blue", "a \"b\", c"};
    double[] effects = {0, 2, -1, 4};
    for (int i = 0; i < rows; i++) {
      double size = random.nextGaussian();
      double age = 50 + 20 * random.nextGaussian();
      int colour = random.nextInt(colours.length);
      boolean fresh = random.nextBoolean();
      boolean noAge = random.nextInt(10) == 0;
      boolean noColour = random.nextInt(10) == 0;
      double score =
          1.5 * size
              + (noAge ? 1 : (age - 50) / 20)
              + (noColour ? -2 : effects[colour])
              + (fresh ? 1 : 0)
              + 0.5 * random.nextGaussian();
      String answer =
          switch (label) {
            case "two" -> score > 2 ? "yes" : "no";
            case "many" -> score > 3 ? "high" : score > 0 ? "middle" : "low";
            default -> String.format(Locale.ROOT, "%.4f", 1000 + 100 * score);
          };
      text.append(
          String.format(
              Locale.ROOT,
              "%.5f,%s,%s,%s,%s%n",
              size,
              noAge ? "" : String.format(Locale.ROOT, "%.3f", age),
              noColour ? "NA" : "\"" + colours[colour].replace("\"", "\"\"") + "\"",
              fresh ? "True" : "False",
              answer));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
