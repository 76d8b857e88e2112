// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Digest;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.call.Feedback;
import io.ratchet.gateway.Asked;
import io.ratchet.gateway.Completions;
import io.ratchet.gateway.Question;
import io.ratchet.storage.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What came of documents: each by one call, listed, and added up against the gold. */
public final class Results {
  static final int OK = 200;

  /** Most results of one document whose calls learn their score later. */
  private static final int SCORED_LATER = 1_000;

  private final Database database;
  private final Documents documents;
  private final Completions completions;
  private final ExtractionConfig config;
  private final InstantSource time;
  private final Consumer<List<Feedback>> feedback;

  /**
   * Results that are kept in a database.
   *
   * @param feedback takes scores that are known only after their calls
   */
  public Results(
      Database database,
      Documents documents,
      Completions completions,
      ExtractionConfig config,
      InstantSource time,
      Consumer<List<Feedback>> feedback) {
    this.database = database;
    this.documents = documents;
    this.completions = completions;
    this.config = config;
    this.time = time;
    this.feedback = feedback;
  }

  /**
   * A result that was just made.
   *
   * @param status that the call ended with: 200 where an answer came, be it of use or not
   * @param retryAfter seconds after which another attempt may go better
   */
  record Done(Scored scored, int status, @Nullable String retryAfter) {}

  /**
   * Runs a document through a prompt. The call is written first, then the result. Work that was
   * done before under the same id is not done again.
   *
   * @throws Failure MISSING for a document or a version that nobody knows; CONFLICT where the
   *     document was deleted meanwhile, or where the id is that of another document's result
   */
  Done process(String id, Work work) {
    Document document = documents.get(id);
    Optional<Scored> before = before(document, work.id());
    if (before.isPresent()) {
      return new Done(before.get(), OK, null);
    }
    Assessment assessment = new Assessment(document.gold());
    Asked asked = completions.ask(question(document, work), assessment);
    Result result = Result.of(document, asked, assessment.extraction());
    Optional<Scored> kept =
        database.write(handle -> {
          if (DocumentStore.isThere(handle, document.id())) {
            ResultStore.insert(handle, result);
          }
          return ResultStore.find(handle, result.id());
        });
    Integer status = asked.call().status();
    return new Done(
        kept.orElseThrow(() -> gone(document, result)),
        status == null ? OK : status,
        asked.retryAfter());
  }

  private Optional<Scored> before(Document document, @Nullable String id) {
    Optional<Scored> before =
        id == null ? Optional.empty() : database.read(handle -> ResultStore.find(handle, id));
    if (before.isPresent() && !before.get().result().document().equals(document.id())) {
      throw Failure.conflict(
          "the result " + Problem.shorten(before.get().result().id()) + " is of another document",
          "choose another id, or leave it out");
    }
    return before;
  }

  private static Question question(Document document, Work work) {
    ObjectNode variables = work.variables().deepCopy();
    Work.DOCUMENT.forEach(name -> variables.put(name, document.text()));
    return new Question(
        work.id(),
        work.prompt(),
        variables,
        Json.object(),
        work.unit() == null ? document.id() : work.unit(),
        work.attributes(),
        work.model(),
        work.tags(),
        work.simulate(),
        work.headers());
  }

  private static Failure gone(Document document, Result result) {
    return Failure.conflict(
        "the document %s was deleted while it was processed"
            .formatted(Problem.shorten(document.id())),
        "the call is recorded as " + result.id() + "; the result is not kept");
  }

  /**
   * Says what the right fields of a document are. The calls of its results that were made without
   * gold get their score as feedback: once, as feedback with a known id is a duplicate.
   */
  Document setGold(String id, ObjectNode gold) {
    Document document = documents.setGold(id, gold);
    ResultFilter ofDocument = new ResultFilter(null, null, id, null, null, null, null, null);
    Place start = Place.parse(null);
    List<Feedback> scores = new ArrayList<>();
    for (Scored scored :
        database.read(handle -> ResultStore.list(handle, ofDocument, SCORED_LATER, start))) {
      Evaluation evaluation = scored.evaluation();
      Double f1 = evaluation == null ? null : evaluation.counts().f1();
      if (f1 != null && !scored.result().isScored()) {
        scores.add(score(scored.result().id(), f1));
      }
    }
    if (!scores.isEmpty()) {
      feedback.accept(scores);
    }
    return document;
  }

  private Feedback score(String call, double f1) {
    return new Feedback(
        Digest.sha256(Extraction.SCORE + "\n" + call),
        time.instant(),
        call,
        null,
        null,
        Extraction.SCORE,
        JsonNodeFactory.instance.numberNode(f1));
  }

  /** From the newest to the oldest. */
  Page<Scored> list(ResultFilter filter, int limit, @Nullable String pageToken) {
    Place after = Place.parse(pageToken);
    List<Scored> found =
        database.read(handle -> ResultStore.list(handle, filter, limit + 1, after));
    return Page.cut(
        found,
        limit,
        last -> new Place(last.result().time().toEpochMilli(), last.result().id()).key());
  }

  /**
   * One result.
   *
   * @throws Failure MISSING where nobody knows it
   */
  Scored get(String id) {
    return database
        .read(handle -> ResultStore.find(handle, id))
        .orElseThrow(() ->
            Failure.missing(
                "there is no result " + Problem.shorten(id),
                "list them with GET /api/results; a result has the id of its call"));
  }

  /** The newest results that fit, added up. */
  Summary summary(ResultFilter filter) {
    Place start = Place.parse(null);
    int limit = config.summaryResults();
    List<Scored> found =
        database.read(handle -> ResultStore.list(handle, filter, limit + 1, start));
    boolean more = found.size() > limit;
    return Summary.of(more ? found.subList(0, limit) : found, more);
  }
}
