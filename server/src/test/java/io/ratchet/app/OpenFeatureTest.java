// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** OpenFeature's own SDK for Java with its own OFREP provider, as they are. */
@ParameterizedClass
@EnumSource(Engine.class)
final class OpenFeatureTest {
  private static final AtomicInteger DOMAINS = new AtomicInteger();
  private static final String DEFAULT = "v0.0.0";

  private final String url;
  private final RunningApp app;
  private final TestClient http;
  private final Experimenter experimenter;
  private final Client client;

  OpenFeatureTest(Engine engine) {
    url = Databases.url(engine);
    app = RunningApp.start(Map.of("storage.url", url));
    http = new TestClient(app.port(), app.key());
    experimenter = new Experimenter(http);
    client = client("Authorization", "Bearer " + app.key());
  }

  private Client client(String header, String value) {
    OfrepProviderOptions options =
        OfrepProviderOptions.builder()
            .baseUrl("http://127.0.0.1:" + app.port())
            .headers(ImmutableMap.of(header, ImmutableList.of(value)))
            .build();
    String domain = "test-" + DOMAINS.incrementAndGet();
    OpenFeatureAPI.getInstance()
        .setProviderAndWait(domain, OfrepProvider.constructProvider(options));
    return OpenFeatureAPI.getInstance().getClient(domain);
  }

  @AfterEach
  void close() {
    http.close();
    app.close();
  }

  private static EvaluationContext user(String unit) {
    return new MutableContext(unit).add("persona", "nurse").add("client", "web").add("age", 40);
  }

  private FlagEvaluationDetails<String> ask(String flag, EvaluationContext context) {
    return client.getStringDetails(flag, DEFAULT, context);
  }

  @Test
  void givesTheArmThatAssignAndTheGatewayGiveAndCountsTheExposureOnce() {
    experimenter.create("flagged", "");
    experimenter.move("flagged", "start", "");
    String id = experimenter.assign("flagged", "user-0").required("experiment").stringValue();
    long revision = experimenter.route().required("revision").longValue();
    int users = 40;
    for (int i = 0; i < users; i++) {
      String unit = "user-" + i;
      JsonNode assigned = experimenter.assign("flagged", unit);
      FlagEvaluationDetails<String> details = ask("extraction", user(unit));

      assertThat(details.getErrorMessage()).isNull();
      assertThat(details.getValue()).isEqualTo(assigned.required("version").stringValue());
      assertThat(details.getVariant()).isEqualTo(assigned.required("variant").stringValue());
      assertThat(details.getReason()).isEqualTo("SPLIT");
      Map<String, Object> metadata = details.getFlagMetadata().asUnmodifiableMap();
      assertThat(metadata)
          .containsEntry("asset", "extraction")
          .containsEntry("version", details.getValue())
          .containsEntry("experiment", id);
      assertThat(metadata.get("revision")).hasToString(Long.toString(revision));
      assertThat(ask("flagged", user(unit)).getVariant()).isEqualTo(details.getVariant());
      assertThat(ask(id, user(unit)).getVariant()).isEqualTo(details.getVariant());
      assertThat(served(unit)).isEqualTo(details.getVariant() + " " + details.getValue());
    }

    assertThat(Exposed.rows(url, http))
        .hasSize(users)
        .allSatisfy(row ->
            assertThat(row)
                .isIn(
                    id + "|control|v1.1.0|evaluation|nurse|web",
                    id + "|treatment|v2.0.0|evaluation|nurse|web"));
  }

  /** What the gateway does for the same unit. */
  private String served(String unit) {
    TestClient.Reply reply =
        http.post(
            "/v1/chat/completions",
            """
            {"model": "prompt:extraction",
             "ratchet": {"unit": "%s", "variables": {"document": "BP 120/80"},
               "simulate": {"latency_ms": 0}}}
            """
                .formatted(unit));
    assertThat(reply.status()).isEqualTo(200);
    return reply.headers().firstValue("x-ratchet-variant").orElse("")
        + " "
        + reply.headers().firstValue("x-ratchet-version").orElse("");
  }

  @Test
  void refusalsGiveTheDefaultAndSayWhy() {
    FlagEvaluationDetails<String> unknown = ask("no-such-flag", user("ann"));
    assertThat(unknown.getValue()).isEqualTo(DEFAULT);
    assertThat(unknown.getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);

    FlagEvaluationDetails<String> nobody = ask("extraction", new ImmutableContext());
    assertThat(nobody.getValue()).isEqualTo(DEFAULT);
    assertThat(nobody.getErrorCode())
        .as("this provider calls every 400 so, whatever the body says")
        .isEqualTo(ErrorCode.INVALID_CONTEXT);

    assertThat(client.getBooleanDetails("extraction", true, user("ann")).getErrorCode())
        .isEqualTo(ErrorCode.TYPE_MISMATCH);

    FlagEvaluationDetails<String> stranger =
        client("X-API-Key", "wrong").getStringDetails("extraction", DEFAULT, user("ann"));
    assertThat(stranger.getValue()).isEqualTo(DEFAULT);
    assertThat(stranger.getErrorCode()).isEqualTo(ErrorCode.GENERAL);
    assertThat(client("X-API-Key", app.key()).getStringValue("extraction", DEFAULT, user("ann")))
        .isEqualTo("v2.0.0");
    assertThat(Exposed.rows(url, http)).isEmpty();
  }

  @Test
  void saysWhyInEveryStateOfAnExperiment() {
    assertThat(shown("extraction", user("ann"))).isEqualTo("v2.0.0 v2.0.0 STATIC null");
    experimenter.create(
        "elders", "\"segment\": {\"age\": {\"min\": 65}, \"persona\": [\"nurse\"]}");
    assertThat(ask("elders", user("ann")).getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);

    experimenter.move("elders", "start", "");
    EvaluationContext elder = new MutableContext("ann").add("age", 70).add("persona", "nurse");
    assertThat(shown("elders", elder)).endsWith(" SPLIT elders");
    for (String flag : new String[] {"elders", "extraction"}) {
      assertThat(shown(flag, user("ann"))).isEqualTo("v1.1.0 v1.1.0 TARGETING_MATCH null");
    }
    assertThat(ask("elders", user("ann")).getFlagMetadata().getString("experiment")).isNull();

    experimenter.move("elders", "pause", "");
    assertThat(shown("elders", elder)).isEqualTo("v1.1.0 v1.1.0 DISABLED null");
    assertThat(shown("extraction", elder)).isEqualTo("v1.1.0 v1.1.0 STATIC null");
    experimenter.move("elders", "complete", "{\"winner\": \"treatment\"}");
    assertThat(shown("elders", elder)).isEqualTo("v1.1.0 v1.1.0 DISABLED null");

    experimenter.move("elders", "promote", "");
    assertThat(ask("elders", elder).getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
    assertThat(shown("extraction", elder)).isEqualTo("v2.0.0 v2.0.0 STATIC null");
    assertThat(Exposed.rows(url, http)).as("the one who took part").hasSize(1);
  }

  private String shown(String flag, EvaluationContext context) {
    FlagEvaluationDetails<String> details = ask(flag, context);
    return String.join(
        " ",
        details.getValue(),
        details.getVariant(),
        details.getReason(),
        details.getFlagMetadata().getString("segment"));
  }
}
