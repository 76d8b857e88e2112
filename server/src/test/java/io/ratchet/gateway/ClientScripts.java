// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

/** What the upstream answers while real clients are tried, one behaviour for each model. */
final class ClientScripts {
  private static final String CHUNK =
      "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
          + "\"model\":\"gpt-4o\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}],"
          + "\"usage\":null}\n\n";
  private static final String ROLE =
      CHUNK.formatted("{\"role\":\"assistant\",\"content\":\"\"}", "null");
  private static final String HEL = CHUNK.formatted("{\"content\":\"Hel\"}", "null");
  private static final String LO = CHUNK.formatted("{\"content\":\"lo\"}", "null");
  private static final String STOP = CHUNK.formatted("{}", "\"stop\"");
  private static final String USAGE =
      "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
          + "\"model\":\"gpt-4o\",\"choices\":[],"
          + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}\n\n";

  private ClientScripts() {}

  static void install(Rig rig) {
    rig.prompts.add("greeting", "1.0.0", "gpt-4o", "{}", null, "user: Hello {{ name }}");
    rig.upstream
        .model("gpt-4o", FakeUpstream.json(200, FakeUpstream.COMPLETION))
        .model(
            "streams",
            FakeUpstream.stream(ROLE, ": ping\n\n", HEL, LO, STOP, USAGE, "data: [DONE]\n\n"))
        .model("cuts", FakeUpstream.cutStream(ROLE, HEL))
        .model(
            "limits",
            FakeUpstream.json(
                429,
                "{\"error\":{\"message\":\"slow down\",\"type\":\"requests\",\"param\":null,"
                    + "\"code\":\"rate_limit_exceeded\"}}",
                "retry-after-ms: 1"))
        .model("breaks", FakeUpstream.json(500, "<html>oops</html>"))
        .model(
            "refuses",
            FakeUpstream.json(
                400,
                "{\"error\":{\"message\":\"bad temperature\",\"type\":\"invalid_request_error\","
                    + "\"param\":\"temperature\",\"code\":null}}"));
  }
}
