// SPDX-License-Identifier: Apache-2.0
package io.ratchet.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page is what the document says; -Dratchet.update=true writes it anew. */
final class HttpReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/http.md");

  @Test
  void thePageIsWhatTheDocumentSays() throws IOException {
    String page = HttpReference.page(OpenApi.load());
    if (Boolean.getBoolean("ratchet.update")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE))
        .as("run this test with -Dratchet.update=true to write the page anew")
        .isEqualTo(page);
  }
}
