// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.journal.Entry;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Which entries of the journal are told, and in which words. */
final class EventPolicyTest {
  private static final String DETAIL =
      """
      {"version": "v1.2.0", "number": 7, "alias": "champion", "key": "k", "value": "w",
       "tags": {"a": "b"}, "description": "text", "source": "runs:/1/m", "run_id": "1",
       "template": "Hi", "from": "staging", "to": "production", "reason": "better",
       "revision": 3, "versions": [], "default_version": "v1.2.0"}
      """;

  private static Entry entry(String type, String kind) {
    return new Entry(4, Instant.EPOCH, type, kind, "churn", "me", (ObjectNode) Json.parse(DETAIL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          asset.created|model|registered_model.created|{"name":"churn","tags":{"a":"b"},"description":"text"}
          asset.created|prompt|prompt.created|{"name":"churn","tags":{"a":"b"},"description":"text"}
          asset.tagged|prompt|prompt_tag.set|{"name":"churn","key":"k","value":"w"}
          asset.tagged|model|registered_model_tag.set|{"name":"churn","key":"k","value":"w"}
          asset.deleted|prompt|prompt.deleted|{"name":"churn","tags":{"a":"b"},"description":"text"}
          version.registered|model|model_version.created|{"name":"churn","version":"7","source":"runs:/1/m","run_id":"1","tags":{"a":"b"},"description":"text"}
          version.registered|prompt|prompt_version.created|{"name":"churn","version":"7","template":"Hi","tags":{"a":"b"},"description":"text"}
          version.tagged|model|model_version_tag.set|{"name":"churn","version":"7","key":"k","value":"w"}
          version.tagged|prompt|prompt_version_tag.set|{"name":"churn","version":"7","key":"k","value":"w"}
          version.deleted|model|model_version.deleted|{"name":"churn","version":"7"}
          version.annotated|model|model_version.updated|{"name":"churn","version":"7","tags":{"a":"b"},"description":"text"}
          version.staged|model|model_version.stage_changed|{"name":"churn","version":"7","from":"staging","to":"production","reason":"better"}
          alias.set|model|model_version_alias.created|{"name":"churn","alias":"champion","version":"7"}
          alias.removed|prompt|prompt_alias.deleted|{"name":"churn","alias":"champion"}
          route.changed|model|route.changed|{"name":"churn","kind":"model","change":"route.changed","revision":3,"versions":[],"default_version":"v1.2.0","reason":"better"}
          """,
      quoteCharacter = '`')
  void isTold(String type, String kind, String event, String data) {
    EventPolicy.Told told = EventPolicy.told(entry(type, kind)).orElseThrow();

    assertThat(told.event().label()).isEqualTo(event);
    assertThat(told.data()).isEqualTo(Json.parse(data));
    assertThat(Event.parse(told.event().label())).isEqualTo(told.event());
  }

  @Test
  void whatConcernsNobodyIsNotTold() {
    assertThat(EventPolicy.told(entry("experiment.created", "experiment"))).isEmpty();
    assertThat(EventPolicy.told(entry("drift.reference_set", "model"))).isEmpty();
    assertThat(EventPolicy.told(entry("key.created", ""))).isEmpty();
  }

  @Test
  void everyEventHasAnExample() {
    for (Entity entity : Entity.values()) {
      for (Action action : entity.actions()) {
        String body = Payload.example(new Event(entity, action), Instant.EPOCH);
        assertThat(Json.parse(body).at("/data/name").stringValue()).startsWith("example_");
      }
    }
  }
}
