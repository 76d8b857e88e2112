// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.base.Failure;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SemverTest {
  /** The examples that semver.org points to for its regular expression. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.4",
        "1.2.3",
        "10.20.30",
        "1.1.2-prerelease+meta",
        "1.1.2+meta",
        "1.1.2+meta-valid",
        "1.0.0-alpha",
        "1.0.0-alpha.beta.1",
        "1.0.0-alpha0.valid",
        "1.0.0-alpha.0valid",
        "1.0.0-alpha-a.b-c-somethinglong+build.1-aef.1-its-okay",
        "1.0.0-rc.1+build.123",
        "2.0.0+build.1848",
        "1.0.0-alpha+beta",
        "1.2.3----RC-SNAPSHOT.12.9.1--.12+788",
        "1.0.0+0.build.1-rc.10000aaa-kk-0.1",
        "99999999999999999999999.999999999999999999.99999999999999999",
        "1.0.0-0A.is.legal",
      })
  void readsWithAndWithoutVAndShowsWithIt(String text) {
    assertThat(Semver.parse(text)).hasToString("v" + text);
    assertThat(Semver.parse("v" + text)).isEqualTo(Semver.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2",
        "1.2.3-0123",
        "1.2.3-0123.0123",
        "1.1.2+.123",
        "+invalid",
        "-invalid",
        "alpha.beta",
        "1.0.0-alpha_beta",
        "1.0.0-alpha..",
        "1.0.0-alpha..1",
        "01.1.1",
        "1.01.1",
        "1.1.01",
        "1.2.3.DEV",
        "1.2-SNAPSHOT",
        "1.2.31.2.3----RC-SNAPSHOT.12.09.1--..12+788",
        "-1.0.3-gamma+b7718",
        "+justmeta",
        "9.8.7+meta+meta",
        "V1.0.0",
        "vv1.0.0",
        " 1.0.0",
        "1.0.0\n",
        "1.0.0-",
        "1.0.0+",
        "١.0.0",
      })
  void refusesWhatIsNoVersion(String text) {
    assertThat(Semver.find(text)).isEmpty();
    assertThatThrownBy(() -> Semver.parse(text))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("not a semantic version");
  }

  @Test
  void refusesATextOfAnyLengthAtOnce() {
    assertThat(Semver.find("1.0.0-" + "a".repeat(1_000_000))).isEmpty();
  }

  /** Section 11 of the specification, and its example. */
  @Test
  void ordersByPrecedence() {
    List<String> ascending =
        List.of(
            "0.9.9",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.10",
            "1.2.0",
            "1.10.0",
            "2.0.0",
            "2.1.0",
            "2.1.1",
            "11.0.0",
            "99999999999999999999999.0.0");
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        int order = Semver.parse(ascending.get(i)).compareTo(Semver.parse(ascending.get(j)));
        assertThat(Integer.signum(order))
            .as(ascending.get(i) + " to " + ascending.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @Test
  void buildMetadataDoesNotCountForPrecedenceButKeepsVersionsApart() {
    Semver one = Semver.parse("1.0.0+a");
    Semver other = Semver.parse("1.0.0+b");

    assertThat(one.comparePrecedence(other)).isZero();
    assertThat(one).isNotEqualTo(other).isLessThan(other);
  }

  @Test
  void theHighestIsAReleaseUnlessThereIsNone() {
    assertThat(highest("1.0.0", "1.2.0", "2.0.0-rc.1")).isEqualTo("v1.2.0");
    assertThat(highest("2.0.0-rc.1", "2.0.0-rc.2")).isEqualTo("v2.0.0-rc.2");
  }

  private static String highest(String... versions) {
    return Asset.highestOf(Arrays.stream(versions).map(Semver::parse).toList())
        .orElseThrow()
        .toString();
  }
}
