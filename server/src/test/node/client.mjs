// SPDX-License-Identifier: Apache-2.0
// Drives the gateway at the base URL given as the only argument with OpenAI's own client for Node.
// Each scenario asserts; the exit code tells whether all held.
import assert from "node:assert/strict";
import OpenAI from "openai";

const client = new OpenAI({ apiKey: "sk-caller", baseURL: process.argv[2] });
const messages = [{ role: "user", content: "Hi" }];

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return chunks;
}

const text = (chunks) => chunks.map((c) => c.choices[0]?.delta?.content ?? "").join("");

const scenarios = {
  async completes() {
    const { data, response, request_id } = await client.chat.completions
      .create({ model: "openai/gpt-4o", messages })
      .withResponse();
    assert.equal(data.choices[0].message.content, "Hello");
    assert.equal(data.usage.prompt_tokens, 20);
    assert.ok(response.headers.get("x-ratchet-call-id"));
    assert.ok(request_id);
  },
  async servesAPromptByItsName() {
    const { response } = await client.chat.completions
      .create({ model: "prompt:greeting", messages: [], ratchet: { variables: { name: "Ada" } } })
      .withResponse();
    assert.equal(response.headers.get("x-ratchet-version"), "v1.0.0");
  },
  async servesAPromptWithMetadataAlone() {
    const completion = await client.chat.completions.create({
      model: "prompt:greeting@v1.0.0",
      messages: [],
      metadata: { "variables.name": "Ada" },
    });
    assert.equal(completion.object, "chat.completion");
  },
  async streams() {
    const chunks = await collect(
      await client.chat.completions.create({ model: "streams", messages, stream: true }),
    );
    assert.equal(text(chunks), "Hello");
    assert.ok(chunks.every((c) => c.choices.length === 1));
  },
  async streamsUsage() {
    const chunks = await collect(
      await client.chat.completions.create({
        model: "streams",
        messages,
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    assert.equal(chunks.at(-1).usage.total_tokens, 11);
  },
  async streamsThroughTheHelper() {
    const stream = client.chat.completions.stream({ model: "streams", messages });
    const completion = await stream.finalChatCompletion();
    assert.equal(completion.choices[0].message.content, "Hello");
    assert.equal(completion.choices[0].finish_reason, "stop");
  },
  async streamsTheSimulatedProvider() {
    const stream = client.chat.completions.stream({ model: "simulated/simulated-small", messages });
    const completion = await stream.finalChatCompletion();
    assert.equal(completion.model, "simulated-small");
  },
  async learnsThatAStreamWasCut() {
    const stream = await client.chat.completions.create({ model: "cuts", messages, stream: true });
    await assert.rejects(collect(stream), (error) => error instanceof OpenAI.APIError
      && error.code === "answer_cut");
  },
  async leavesAStream() {
    const stream = await client.chat.completions.create({
      model: "streams", messages, stream: true });
    for await (const _ of stream) {
      break;
    }
  },
  async refuses() {
    await assert.rejects(client.chat.completions.create({ model: "refuses", messages }), (error) =>
      error instanceof OpenAI.BadRequestError && error.param === "temperature");
  },
  async doesNotRepeatWhatTheGatewayHasRepeated() {
    await assert.rejects(client.chat.completions.create({ model: "limits", messages }), (error) =>
      error instanceof OpenAI.RateLimitError && error.message.includes("slow down"));
  },
  async getsAnErrorForAnErrorPage() {
    await assert.rejects(client.chat.completions.create({ model: "breaks", messages }), (error) =>
      error instanceof OpenAI.InternalServerError && error.code === "provider_error");
  },
  async learnsThatAPromptIsNotThere() {
    await assert.rejects(client.chat.completions.create({ model: "prompt:nobody", messages }),
      (error) => error instanceof OpenAI.NotFoundError && error.code === "model_not_found");
  },
  async listsAndFindsModels() {
    const models = await collect(client.models.list());
    assert.ok(models.some((model) => model.id === "prompt:greeting"));
    const model = await client.models.retrieve("openai/gpt-4o");
    assert.equal(model.owned_by, "openai");
  },
};

let failed = 0;
for (const [name, scenario] of Object.entries(scenarios)) {
  try {
    await scenario();
    console.log(`ok ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${name}: ${error.stack}`);
  }
}
process.exit(failed === 0 ? 0 : 1);
