// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server of a few lines: it keeps what it was asked, and answers as a test says. */
final class ScriptedTransport implements Transport {
  private final List<Question> questions = new ArrayList<>();
  private Script script = question -> accepted();

  /** A request. */
  record Question(String path, String json) {
    /** Ids of its records, in order. */
    List<String> ids() {
      Map<?, ?> body = JsonReader.readObject(json);
      List<?> records = (List<?>) body.values().iterator().next();
      return records.stream().map(one -> String.valueOf(((Map<?, ?>) one).get("id"))).toList();
    }
  }

  @FunctionalInterface
  interface Script {
    Reply answer(Question question) throws IOException;
  }

  static Reply accepted() {
    return new Reply(200, null, "{\"accepted\": 1, \"duplicates\": 0}");
  }

  static Reply status(int status) {
    return new Reply(status, null, "{\"detail\": \"detail of " + status + "\"}");
  }

  void answers(Script answers) {
    this.script = answers;
  }

  List<Question> questions() {
    return questions;
  }

  /** Ids of every request since the last time, one list for each. */
  List<List<String>> takeIds() {
    List<List<String>> ids = questions.stream().map(Question::ids).toList();
    questions.clear();
    return ids;
  }

  @Override
  public Reply post(String path, byte[] json, Duration timeout) throws IOException {
    Question question = new Question(path, new String(json, StandardCharsets.UTF_8));
    questions.add(question);
    return script.answer(question);
  }

  @Override
  public void close() {}
}
