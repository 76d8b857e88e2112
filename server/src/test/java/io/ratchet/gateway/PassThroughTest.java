// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import io.ratchet.call.Tokens;
import io.ratchet.call.Units;
import io.ratchet.call.UsageSource;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PassThroughTest {
  private static final String ODD =
      "\n{ \"x_unknown\" : [1.50 ,{\"é\":\"\\u00e9\\/\"}],\r\n\t\"messages\":[ {\"role\":\"user\","
          + "\"content\":\"caf\u00e9 \ud83d\ude00\"} ] ,\"temperature\":0.10,\"model\" : %s%s\t}\n ";

  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void sendsEveryByteAsItCameExceptTheProvidersPrefix() throws Exception {
    HttpResponse<String> response = rig.chat(ODD.formatted("\"openai/gpt-4o\"", " "));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(rig.upstream.take().text()).isEqualTo(ODD.formatted("\"gpt-4o\"", " "));
    assertThat(response.body()).isEqualTo(FakeUpstream.COMPLETION);
  }

  @Test
  void leavesAModelOfTheDefaultProviderUntouchedSlashesAndAll() throws Exception {
    String body = ODD.formatted("\"meta-llama/Llama-3\"", "");

    rig.chat(body);

    assertThat(rig.upstream.take().text()).isEqualTo(body);
    assertThat(rig.sink.only().model()).isEqualTo("meta-llama/Llama-3");
  }

  @Test
  void takesTheRatchetMemberOutAndNothingElse() throws Exception {
    rig.chat(ODD.formatted("\"gpt-4o\"", ", \"ratchet\" : {\"tags\":{\"persona\":\"nurse\"}} "));

    assertThat(rig.upstream.take().text()).isEqualTo(ODD.formatted("\"gpt-4o\"", " "));
    assertThat(rig.sink.only().tags()).containsEntry("persona", "nurse");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"ratchet\":{},\"model\":\"m\"}                 | {\"model\":\"m\"}",
        "{\"a\":1,\"ratchet\":{} , \"model\":\"m\"}       | {\"a\":1 , \"model\":\"m\"}",
        "{\"model\":\"m\",\"a\":[],\"ratchet\":{}}        | {\"model\":\"m\",\"a\":[]}",
        "{\"model\":\"openai/m\",\"ratchet\":{},\"a\":{}} | {\"model\":\"m\",\"a\":{}}",
      })
  void takesTheRatchetMemberOutWhereverItStands(String sent, String expected) throws Exception {
    rig.chat(sent);

    assertThat(rig.upstream.take().text()).isEqualTo(expected);
  }

  @Test
  void replacesTheCallersCredentialsByTheProviders() throws Exception {
    rig.chat(
        ODD.formatted("\"gpt-4o\"", ""),
        "authorization",
        "Bearer sk-caller",
        "x-api-key",
        "sk-caller",
        "openai-organization",
        "org-caller",
        "cookie",
        "a=b",
        "openai-beta",
        "assistants=v2");

    FakeUpstream.Received received = rig.upstream.take();
    assertThat(received.path()).isEqualTo("/v1/chat/completions");
    assertThat(received.headers())
        .containsEntry("authorization", "Bearer " + Rig.KEY)
        .containsEntry("openai-beta", "assistants=v2")
        .containsEntry("content-type", "application/json")
        .doesNotContainKeys("x-api-key", "openai-organization", "cookie");
  }

  @Test
  void recordsWhatTheProviderReportedInDisjointBucketsWithItsCost() throws Exception {
    HttpResponse<String> response = rig.chat(ODD.formatted("\"gpt-4o\"", ",\"user\":\"u-1\""));

    Call call = rig.sink.only();
    assertThat(call.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(call.errorType()).isNull();
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.subject()).isNull();
    assertThat(call.provider()).isEqualTo("openai");
    assertThat(call.unit()).isEqualTo(Units.hash("u-1"));
    assertThat(call.tokens()).isEqualTo(new Tokens(15L, 5L, 5L, 2L));
    assertThat(call.usageSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(call.costNanos()).isEqualTo(15 * 2_500 + 5 * 1_250 + 7 * 10_000);
    assertThat(call.priceVersion()).isEqualTo("test-1");
    assertThat(call.time()).isEqualTo(Rig.NOW);
    assertThat(String.valueOf(call.bodies().request())).contains("\"temperature\":0.10");
    assertThat(call.bodies().response()).isEqualTo(Json.parse(FakeUpstream.COMPLETION));
    assertThat(response.headers().firstValue("x-ratchet-call-id")).hasValue(call.id());
    assertThat(response.headers().firstValue("x-ratchet-cost")).hasValue("0.00011375");
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
  }

  @Test
  void pricesWhatTheProviderWroteToItsCache() throws Exception {
    rig.upstream.script(
        FakeUpstream.json(
            200,
            """
            {"id":"1","object":"chat.completion","created":1,"model":"gpt-4o-written","choices":[],
             "usage":{"prompt_tokens":20,"completion_tokens":7,
               "prompt_tokens_details":{"cached_tokens":5,"cache_write_tokens":10}}}
            """));

    rig.chat(ODD.formatted("\"gpt-4o\"", ""));

    Call call = rig.sink.only();
    assertThat(call.tokens()).isEqualTo(new Tokens(15L, 7L, 5L, null));
    assertThat(call.costNanos()).isEqualTo(5 * 2_500 + 10 * 5_000 + 5 * 1_250 + 7 * 10_000);
  }

  @Test
  void takesNoOtherModelsPriceForACostThatIsUnknown() throws Exception {
    rig.upstream.script(
        FakeUpstream.json(
            200, FakeUpstream.COMPLETION.replaceFirst("gpt-4o[^\"]*", "gpt-4o-long")));

    rig.chat(ODD.formatted("\"gpt-4o\"", ""));

    Call call = rig.sink.only();
    assertThat(call.costNanos()).isNull();
    assertThat(call.priceVersion()).isNull();
  }

  @Test
  void servesTheSameUnderTheOpenAiPrefix() {
    HttpResponse<String> response =
        rig.post("/openai/v1/chat/completions", ODD.formatted("\"gpt-4o\"", ""));

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void usesTheCallItselfAsUnitWhereNobodyIsNamed() throws Exception {
    rig.chat(ODD.formatted("\"gpt-4o\"", ""));

    Call call = rig.sink.only();
    assertThat(call.unit()).isEqualTo(Units.hash(call.id()));
  }

  @Test
  void saysThatSimulatedAnswersAreSimulated() throws Exception {
    HttpResponse<String> response =
        rig.chat(
            "{\"model\":\"simulated/simulated-small\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    assertThat(response.headers().firstValue("x-ratchet-simulated")).hasValue("true");
    assertThat(Rig.json(response).path("system_fingerprint").stringValue())
        .isEqualTo("ratchet-simulated");
    assertThat(Rig.json(response).path("model").stringValue()).isEqualTo("simulated-small");
    assertThat(rig.sink.only().provider()).isEqualTo("simulated");
  }
}
