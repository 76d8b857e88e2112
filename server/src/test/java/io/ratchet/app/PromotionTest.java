// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.web.OpenApi;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Promoting from a running experiment takes the verdict's word for the winner. */
final class PromotionTest {
  @Test
  void promotesTheWinnerThatTheVerdictNames() {
    try (RunningApp app = RunningApp.start(Map.of());
        TestClient client = new TestClient(app.port(), app.key(), OpenApi.load())) {
      Experimenter experimenter = new Experimenter(client);
      experimenter.create("shown", "");
      experimenter.move("shown", "start", "");

      TestClient.Reply early = experimenter.move("shown", "promote", "");
      assertThat(early.status()).isEqualTo(409);
      assertThat(early.json().required("detail").stringValue())
          .isEqualTo("the experiment shown has no winner yet");

      experimenter.serve("shown", 800, 0.6, 0.95);
      assertThat(experimenter.analysis("shown").at("/verdict/decision").stringValue())
          .isEqualTo("PROMOTE");
      TestClient.Reply promoted = experimenter.move("shown", "promote", "");
      assertThat(promoted.status()).as(promoted.body()).isEqualTo(200);
      assertThat(promoted.json().required("winner").stringValue()).isEqualTo("v2.0.0");
      assertThat(experimenter.route().required("default_version").stringValue())
          .isEqualTo("v2.0.0");
    }
  }
}
