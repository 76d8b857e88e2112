// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page of MLflow's endpoints is what is served; -Dratchet.update=true writes it anew. */
final class MlflowReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/mlflow.md");

  @Test
  void thePageIsWhatIsServed() throws IOException {
    String page;
    try (RunningApp app = RunningApp.start(Map.of())) {
      page = MlflowReference.page(app.routes());
    }
    if (Boolean.getBoolean("ratchet.update")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE))
        .as("run this test with -Dratchet.update=true to write the page anew")
        .isEqualTo(page);
  }
}
