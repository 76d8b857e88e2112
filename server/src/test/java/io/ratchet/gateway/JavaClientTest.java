// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.ratchet.call.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own client for Java, as it is, against the gateway. */
final class JavaClientTest {
  private final Rig rig = new Rig();
  private final OpenAIClient client =
      OpenAIOkHttpClient.builder().apiKey("sk-caller").baseUrl(rig.url("/v1").toString()).build();

  @BeforeEach
  void scripts() {
    ClientScripts.install(rig);
  }

  @AfterEach
  void close() {
    client.close();
    rig.close();
  }

  private static ChatCompletionCreateParams.Builder ask(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage("Hi");
  }

  @Test
  void completes() throws Exception {
    ChatCompletion completion = client.chat().completions().create(ask("openai/gpt-4o").build());

    assertThat(completion.choices().getFirst().message().content()).hasValue("Hello");
    assertThat(completion.usage().orElseThrow().promptTokens()).isEqualTo(20);
    assertThat(rig.sink.only().outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(rig.upstream.take().headers()).containsEntry("authorization", "Bearer " + Rig.KEY);
  }

  @Test
  void servesAPromptByItsName() throws Exception {
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder()
            .model("prompt:greeting")
            .messages(List.of())
            .putAdditionalBodyProperty(
                "ratchet", JsonValue.from(Map.of("variables", Map.of("name", "Ada"))))
            .build();

    try (HttpResponseFor<ChatCompletion> response =
        client.chat().completions().withRawResponse().create(params)) {
      assertThat(response.headers().values("x-ratchet-version")).containsExactly("v1.0.0");
      assertThat(response.requestId()).isPresent();
      assertThat(response.parse().choices()).hasSize(1);
    }
    assertThat(rig.upstream.take().text()).contains("Hello Ada");
  }

  @Test
  void streamsToTheEnd() throws Exception {
    List<ChatCompletionChunk> chunks = new ArrayList<>();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(ask("streams").build())) {
      stream.stream().forEach(chunks::add);
    }

    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> chunk.choices().getFirst().delta().content().ifPresent(text::append));
    assertThat(text.toString()).isEqualTo("Hello");
    assertThat(chunks).hasSize(4).allMatch(chunk -> chunk.usage().isEmpty());
    assertThat(rig.sink.only().tokens().output()).isEqualTo(2);
  }

  @Test
  void streamsUsageToACallerWhoAsksForIt() {
    ChatCompletionCreateParams params =
        ask("streams")
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();

    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      assertThat(stream.stream().flatMap(chunk -> chunk.usage().stream()))
          .singleElement()
          .satisfies(usage -> assertThat(usage.totalTokens()).isEqualTo(11));
    }
  }

  @Test
  void streamsTheSimulatedProvider() {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(ask("simulated/simulated-small").build())) {
      List<ChatCompletionChunk> chunks = stream.stream().toList();
      assertThat(chunks.getLast().choices().getFirst().finishReason()).isPresent();
    }
  }

  @Test
  void learnsThatAStreamWasCut() throws Exception {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(ask("cuts").build())) {
      assertThatThrownBy(() -> stream.stream().forEach(_ -> {}))
          .isInstanceOf(SseException.class)
          .hasMessageContaining("provider openai broke off");
    }
    assertThat(rig.sink.only().errorType()).isEqualTo("answer_cut");
  }

  @Test
  void sendsARefusedRequestOnceAndNamesTheFault() throws Exception {
    BadRequestException refused =
        catchThrowableOfType(
            BadRequestException.class,
            () -> client.chat().completions().create(ask("refuses").build()));

    assertThat(refused.param()).hasValue("temperature");
    assertThat(refused.type()).hasValue("invalid_request_error");
    assertThat(rig.sink.only().errorType()).isEqualTo("invalid_request");
  }

  @Test
  void doesNotRepeatWhatTheGatewayHasRepeated() throws Exception {
    assertThatThrownBy(() -> client.chat().completions().create(ask("limits").build()))
        .isInstanceOf(RateLimitException.class)
        .hasMessageContaining("slow down");
    assertThat(rig.sink.only().errorType()).isEqualTo("rate_limited");
    assertThat(rig.upstream.waiting()).isEqualTo(3);
  }

  @Test
  void getsAnErrorOfTheRightShapeForAnErrorPage() throws Exception {
    assertThatThrownBy(() -> client.chat().completions().create(ask("breaks").build()))
        .isInstanceOf(InternalServerException.class)
        .hasMessageContaining("answered 500");
    assertThat(rig.sink.only().status()).isEqualTo(500);
  }

  @Test
  void learnsThatAPromptIsNotThere() {
    NotFoundException missing =
        catchThrowableOfType(
            NotFoundException.class,
            () -> client.chat().completions().create(ask("prompt:nobody").build()));

    assertThat(missing.code()).hasValue("model_not_found");
  }

  @Test
  void listsAndFindsModels() {
    assertThat(client.models().list().data()).extracting("id").asString().contains("gpt-4o");
    assertThat(client.models().retrieve("openai/gpt-4o").ownedBy()).isEqualTo("openai");
  }
}
