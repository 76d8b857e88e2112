// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArtifactPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../x",
        "a/../b",
        "a/..",
        ".",
        "a/./b",
        "/",
        "/etc/passwd",
        "//a",
        "a//b",
        "a/b//",
        "%2e%2e/x",
        "..%2fx",
        "%252e%252e/x",
        "%25252e%25252e%252fx",
        "a%2f..%2fb",
        "%2fetc",
        "%zz/%2e%2e/x",
        "a\\b",
        "a%5cb",
        "\\\\host\\share",
        "C:",
        "c:/x",
        "C%3A/x",
        "file:x",
        "FILE:///etc",
        "http://host/x",
        "s3://b/x",
        "a#b",
        "a%23b",
        "a%2523b",
        "a\u0000b",
        "a%00b",
        "a\nb",
        "a%0ab",
        "a\u007Fb",
        "a\uD800b",
        "%25252525252525252525252e",
      })
  void refusesWhatMeansSomethingElseElsewhere(String hostile) {
    assertThatThrownBy(() -> ArtifactPath.of(hostile))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("Invalid path");
  }

  @Test
  void refusesWhatIsTooLong() {
    for (String hostile :
        new String[] {"x".repeat(256), "é".repeat(128), "a/".repeat(64) + "a", "x/".repeat(1001)}) {
      assertThatThrownBy(() -> ArtifactPath.of(hostile)).isInstanceOf(Failure.class);
    }
    assertThat(ArtifactPath.of("x".repeat(255)).name()).hasSize(255);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a/b",
        "a.b/..c",
        "...",
        "100%.txt",
        "a%20b",
        "a+b",
        "a b",
        "é/ü",
        "epoch:1/x",
        "a=1&b=2",
        "~/x",
        "model?",
        "\uD83D\uDE00",
      })
  void keepsTheRestAsItIs(String path) {
    assertThat(ArtifactPath.of(path).value()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "mlflow-artifacts:/1/r/artifacts, 1/r/artifacts",
    "mlflow-artifacts:1/r, 1/r",
    "mlflow-artifacts:/, ''",
    "mlflow-artifacts://host:5000/1/r/, 1/r",
    "mlflow-artifacts://host, ''",
  })
  void readsRoots(String root, String path) {
    assertThat(ArtifactPath.ofRoot(root).value()).isEqualTo(path);
  }

  @Test
  void rootsElsewhereAreNotServed() {
    assertThatThrownBy(() -> ArtifactPath.ofRoot("s3://bucket/x"))
        .hasMessageContaining("s3://bucket/x");
  }

  @Test
  void knowsItsNeighbourhood() {
    ArtifactPath path = ArtifactPath.of("a/b/c");

    assertThat(path.name()).isEqualTo("c");
    assertThat(path.parent().value()).isEqualTo("a/b");
    assertThat(path.ancestors()).containsExactly("a", "a/b");
    assertThat(path.prefix()).isEqualTo("a/b/c/");
    assertThat(path.end()).isGreaterThan("a/b/c/\uDBFF\uDFFF".substring(0, 6));
    assertThat(ArtifactPath.of("a/").resolve(ArtifactPath.of("b")).value()).isEqualTo("a/b");
    assertThat(ArtifactPath.TOP.resolve(path)).isEqualTo(path);
  }
}
