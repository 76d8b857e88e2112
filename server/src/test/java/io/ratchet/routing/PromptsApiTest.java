// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.storage.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
final class PromptsApiTest {
  private final World world;

  PromptsApiTest(Engine engine) {
    world = new World(engine);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void registersReadsAndRenders() {
    Script.run(
        world,
        """
        # an empty server
        > GET /api/prompts
        < 200 "prompts":[] | "default_prompt":"extraction" | "default_version":null
        > GET /api/prompts/versions
        < 200 "prompt":"extraction" | "default_version":null | "versions":[]
        > GET /api/prompts/hook/versions
        < 404 there is no prompt hook
        > GET /api/prompts/versions/v1.0.0
        < 404 the default prompt extraction has no versions | v1.0.0.txt

        # the first version makes a route
        > POST /api/prompts/hook/versions {"version":"1.0.0","template":"🔥 {hook} - {n:>5,}","reason":"first"}
        < 201 "version":"v1.0.0" | "stage":"dev" | "variables":["hook","n"] | "size_bytes":21 | "token_estimate":6 | "is_default":true | "origin":"api" | "created_by":"local" | "created_at":"2026-11-21T08:00:00Z" | "reason":"first" | "parent":null
        ! asset.created hook, version.registered hook, route.changed hook
        > POST /api/prompts/hook/versions {"version":"v1.0.0","template":"🔥 {hook} - {n:>5,}"}
        < 200 "version":"v1.0.0"
        > POST /api/prompts/hook/versions {"version":"1.0.0","template":"other"}
        < 409 hook@v1.0.0 is registered with other content: it has sha256 | this has
        > POST /api/prompts/hook/versions {"version":"1.1.0","messages":[{"role":"system","content":"You hook."},{"role":"user","content":"{{ topic }}"}],"model":"openai/gpt-4o","parameters":{"temperature":0.10},"metadata":{"author":"content-team"},"description":"Better"}
        < 201 "model":"openai/gpt-4o" | {"temperature":0.10} | "parent":"v1.0.0" | "is_default":false
        ! version.registered hook

        > GET /api/prompts/hook/versions
        < 200 "default_version":"v1.0.0" | "version":"v1.1.0" | "version":"v1.0.0"
        > GET /api/prompts/hook
        < 200 "default_version":"v1.0.0" | "latest_version":"v1.1.0" | "production_version":null | "versions":2
        > GET /api/prompts/hook/versions/1.1.0/content
        < 200 "content":"[system]\\nYou hook.\\n\\n[user]\\n{{ topic }}\\n" | "role":"system"
        > GET /api/prompts/hook/versions/v1.0.0/content
        < 200 "content":"🔥 {hook} - {n:>5,}" | "template_format":"python"
        > GET /api/prompts/hook/versions/v9.0.0
        < 404 the prompt hook has no version v9.0.0
        > GET /api/prompts/hook/versions/one
        < 400 not a semantic version: one
        > GET /api/prompts/hook/versions/v1.1.0/lineage
        < 200 "lineage":[{"version":"v1.1.0","parent":"v1.0.0" | "children":[]
        > GET /api/prompts/hook/versions/v1.0.0/lineage
        < 200 "children":[{"version":"v1.1.0"

        > POST /api/prompts/hook/versions/v1.0.0/render {"variables":{"hook":"AI","n":1234,"x":1}}
        < 200 "text":"🔥 AI - 1,234" | "extra_variables":["x"] | "messages":[{"role":"user"
        > POST /api/prompts/hook/versions/v1.0.0/render {"variables":{"hook":"AI","n":1,"x":1},"strict":true}
        < 400 v1.0.0 does not use: x
        > POST /api/prompts/hook/versions/v1.0.0/render {}
        < 400 variables.hook | variables.n
        > POST /api/prompts/hook/versions/v1.1.0/render {"variables":{"topic":"cats"}}
        < 200 {"role":"system","content":"You hook."},{"role":"user","content":"cats"} | "text":"You hook.\\n\\ncats"
        """);
  }

  @Test
  void refusesWhatCannotBeRegistered() {
    Script.run(
        world,
        """
        > POST /api/prompts/extraction/versions {"version":"1.0","template":"x"}
        < 400 version: must be a semantic version
        > POST /api/prompts/extraction/versions {"template":"x"}
        < 400 version: is required
        > POST /api/prompts/extraction/versions {"version":"1.0.0"}
        < 400 there is no prompt
        > POST /api/prompts/extraction/versions {"version":"1.0.0","template":"x","messages":[{"role":"user","content":"y"}]}
        < 400 cannot stand beside messages
        > POST /api/prompts/extraction/versions {"version":"1.0.0","messages":[{"role":"human","content":"y"},{"role":"user"},{"role":"user","content":"z","name":"a"},5]}
        < 400 messages[0].role: must be one of system, developer, user, assistant | messages[1].content: is required | messages[2].name: is not a field | messages[3]: must be a JSON object
        > POST /api/prompts/extraction/versions {"version":"1.0.0","template":"{a","template_format":"python"}
        < 400 template: | 1:1
        > POST /api/prompts/extraction/versions {"version":"1.0.0","template":"x","template_format":"jinja"}
        < 400 template_format: must be one of auto, python, mustache
        > POST /api/prompts/extraction/versions {"version":"1.0.0","template":"x","temperature":1}
        < 400 temperature: is not a field
        > POST /api/prompts/extraction/versions {"version":"1.0.0","template":"x","output_schema":{"properties":{"a":{"type":"strng"}}}}
        < 400 output_schema.properties.a.type: must be of
        > POST /api/prompts/extraction/versions {"version":"1.0.0","template":"x","parent":"v0.9.0"}
        < 400 the parent v0.9.0 of extraction@v1.0.0 is not a version of it
        > POST /api/prompts/extraction/versions {"version":"1.0.0","template":"\\ud800"}
        < 400 half of a surrogate pair
        > POST /api/prompts/extraction/versions {"version":"1.0.0","template":"x","metadata":{"a":{"b":"\\u0000"}}}
        < 400 metadata.a.b: must not hold the character U+0000
        > POST /api/prompts/extraction/versions {"version":"1.0.0","template":"x","name":"other"}
        < 400 name: is another than extraction
        > POST /api/prompts/extraction/versions [1]
        < 400 must be a JSON object
        > POST /api/prompts/a%20b/versions {"version":"1.0.0","template":"x"}
        < 400 the name of a prompt must be
        > POST /api/prompts/..%2F..%2Fetc/versions {"version":"1.0.0","template":"x"}
        < 400 the name of a prompt must be
        > POST /api/prompts/batch/versions {"version":"1.0.0","template":"x"}
        < 400 paths use it
        > GET /api/prompts?limit=0
        < 400 limit must be from 1
        > GET /api/prompts?page_token=***
        < 400 page_token is not one of ours
        > GET /api/prompts/versions?page_token=YQ
        < 400 page_token is not one of ours
        > GET /api/prompts/versions?stage=gone
        < 400 no such stage: gone
        """);
  }

  @Test
  void registersABatchAsAWholeOrNotAtAll() {
    Script.run(
        world,
        """
        > POST /api/prompts/batch {"prompts":[{"name":"viral-hook-generator","template":"{hook_text} - {cta} #{hashtag}","version":"1.0.0","metadata":{"author":"content-team","engagement_target":0.06}},{"name":"extraction","version":"2.0.0","template":"b"},{"name":"extraction","version":"1.0.0","template":"a"}]}
        < 201 "created":true | "version":"v2.0.0"
        ! asset.created extraction, asset.created viral-hook-generator, version.registered extraction, version.registered extraction, version.registered viral-hook-generator, route.changed extraction, route.changed viral-hook-generator
        > POST /api/prompts/batch [{"name":"extraction","version":"1.0.0","template":"a"}]
        < 200 "created":false
        > POST /api/prompts/batch {"prompts":[{"name":"new","version":"1.0.0","template":"a"},{"name":"extraction","version":"1.0.0","template":"changed"},{"name":"extraction","version":"2.0.0","template":"changed"}]}
        < 409 extraction@v1.0.0 | extraction@v2.0.0 | "where":"prompts[1]" | "where":"prompts[2]"
        > POST /api/prompts/batch {"prompts":[{"name":"a b","version":"1.0.0","template":"a"},{"name":"x","version":"1"},{"name":"y","version":"1.0.0","template":"a"},{"name":"y","version":"v1.0.0","template":"a"}]}
        < 400 prompts[0].name | prompts[1].version | prompts[1].template | prompts[3]: comes twice
        > POST /api/prompts/batch {"prompts":[]}
        < 400 there are no prompts
        > POST /api/prompts/batch {"models":[]}
        < 400 models: is not a field
        > GET /api/prompts
        < 200 "default_version":"v2.0.0"
        > GET /api/prompts/new/versions
        < 404
        """);
  }

  @Test
  void anOutputSchemaThatBreaksItsReadersNeedsAMajorVersion() {
    Script.run(
        world,
        """
        > POST /api/prompts/versions {"version":"1.0.0","template":"x","output_schema":{"type":"object","properties":{"age":{"type":"string"},"sex":{"type":"string"}}}}
        < 201
        ! asset.created extraction, version.registered extraction, route.changed extraction
        > POST /api/prompts/versions {"version":"1.1.0","template":"x","output_schema":{"type":"object","properties":{"age":{"type":"integer"}}}}
        < 409 breaks that of v1.0.0: age was string and is integer; sex is gone | v2.0.0
        > POST /api/prompts/versions {"version":"1.1.0","template":"x"}
        < 409 has no schema any more
        > POST /api/prompts/versions {"version":"1.1.0","template":"x","output_schema":{"type":"object","properties":{"age":{"type":"string"},"sex":{"type":"string"},"risk":{"type":"string"}}}}
        < 201
        ! version.registered extraction
        > POST /api/prompts/versions {"version":"2.0.0-rc.1","template":"x","output_schema":{"type":"object","properties":{"age":{"type":"integer"}}}}
        < 201
        ! version.registered extraction
        > POST /api/prompts/versions {"version":"2.0.0","template":"x","output_schema":{"type":"object","properties":{"age":{"type":"number"}}}}
        < 201
        ! version.registered extraction
        # between two versions, the one below is what readers know
        > POST /api/prompts/versions {"version":"1.0.1","template":"x","output_schema":{"type":"object","properties":{"age":{"type":"string"}}}}
        < 409 breaks that of v1.0.0: sex is gone
        """);
  }

  @Test
  void aliasesAreFreeButForTheViewsOfTheRoute() {
    Script.run(
        world,
        """
        > POST /api/prompts/batch [{"name":"extraction","version":"1.0.0","template":"a"},{"name":"extraction","version":"1.1.0","template":"b"}]
        < 201
        ! asset.created extraction, version.registered extraction, version.registered extraction, route.changed extraction
        > PUT /api/prompts/extraction/aliases/challenger {"version":"1.1.0"}
        < 200 "alias":"challenger" | "version":"v1.1.0"
        ! alias.set extraction
        > PUT /api/prompts/aliases/challenger {"version":"v1.1.0"}
        < 200
        > PUT /api/prompts/aliases/challenger {"version":"v1.0.0"}
        < 200 "version":"v1.0.0"
        ! alias.set extraction
        > GET /api/prompts/versions/v1.0.0
        < 200 "aliases":["challenger"]
        > PUT /api/prompts/aliases/champion {"version":"v1.0.0"}
        < 409 champion is a view of the route | stage
        > PUT /api/prompts/aliases/Latest {"version":"v1.0.0"}
        < 409 latest is always the highest release
        > PUT /api/prompts/aliases/v2.0.0 {"version":"v1.0.0"}
        < 400 not an alias
        > PUT /api/prompts/aliases/staging {"version":"v1.0.0"}
        < 400 neither a version, a number nor a stage
        > PUT /api/prompts/aliases/a%20b {"version":"v1.0.0"}
        < 400 not an alias
        > PUT /api/prompts/aliases/a%00b {"version":"v1.0.0"}
        < 400 U+0000
        > PUT /api/prompts/aliases/x {"version":"v3.0.0"}
        < 404 no version v3.0.0
        > PUT /api/prompts/aliases/x {}
        < 400 version: is required
        > PUT /api/prompts/nobody/aliases/x {"version":"v3.0.0"}
        < 404
        > DELETE /api/prompts/aliases/challenger
        < 200 "version":"v1.0.0"
        ! alias.removed extraction
        > DELETE /api/prompts/aliases/challenger
        < 404 no alias challenger
        > DELETE /api/prompts/aliases/champion
        < 409
        """);
  }

  @Test
  void listsPageByPageAndByStage() {
    for (int i = 0; i < 5; i++) {
      world.client.post(
          "/api/prompts/versions", "{\"version\":\"1.%d.0\",\"template\":\"x\"}".formatted(i));
    }
    world.client.post("/api/prompts/versions/v1.2.0/stage", "{\"stage\":\"staging\"}");

    JsonNode first = world.client.get("/api/prompts/versions?limit=2").json();
    String token = first.get("next_page_token").stringValue();
    JsonNode second = world.client.get("/api/prompts/versions?limit=3&page_token=" + token).json();
    JsonNode staged = world.client.get("/api/prompts/versions?stage=STAGING").json();

    assertThat(versions(first)).isEqualTo("v1.4.0 v1.3.0");
    assertThat(versions(second)).isEqualTo("v1.2.0 v1.1.0 v1.0.0");
    assertThat(second.get("next_page_token").isNull()).isTrue();
    assertThat(versions(staged)).isEqualTo("v1.2.0");
  }

  private static String versions(JsonNode list) {
    StringBuilder shown = new StringBuilder();
    for (JsonNode version : list.get("versions")) {
      shown.append(shown.isEmpty() ? "" : " ").append(version.get("version").stringValue());
    }
    return shown.toString();
  }
}
