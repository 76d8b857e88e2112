// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.http.Multipart;
import io.ratchet.http.Request;
import io.ratchet.model.Described;
import io.ratchet.model.ModelContent;
import io.ratchet.model.ModelSource;
import io.ratchet.storage.Artifacts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the version of a model that a request wants to register: a JSON object; the bytes of an
 * ONNX file with the rest in the query; or a form with the part {@code file} and the rest in
 * others.
 */
final class ModelRequests {
  private static final int REASON_LENGTH = 2_000;
  private static final String FILE = "file";
  private static final Set<String> TREES =
      Set.of("source", "signature", "golden", "lineage", "metrics", "metadata");

  private final Artifacts artifacts;

  ModelRequests(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  /**
   * The version that a request wants.
   *
   * @param next the version that is meant where none is named
   */
  NewVersion read(Request request, String name, Supplier<Semver> next) {
    Models.checkName(name);
    String type = request.header("content-type").orElse("");
    if (Multipart.is(type)) {
      return form(Multipart.read(type, request.body()), name, next);
    }
    if (type.startsWith("application/octet-stream")) {
      ObjectNode json = Json.object();
      request.queryNames().forEach(key -> request.query(key).ifPresent(v -> put(json, key, v)));
      return version(json, request.body(), name, next);
    }
    return version(request.json(), null, name, next);
  }

  private NewVersion form(List<Multipart.Part> parts, String name, Supplier<Semver> next) {
    byte[] file = null;
    ObjectNode json = Json.object();
    for (Multipart.Part part : parts) {
      if (part.name().equals(FILE)) {
        file = part.content();
      } else {
        put(json, part.name(), new String(part.content(), StandardCharsets.UTF_8));
      }
    }
    return version(json, file, name, next);
  }

  private static void put(ObjectNode json, String key, String value) {
    if (TREES.contains(key)) {
      json.set(key, Json.read(value.getBytes(StandardCharsets.UTF_8)));
    } else {
      json.put(key, value);
    }
  }

  private NewVersion version(
      JsonNode body, byte @Nullable [] file, String name, Supplier<Semver> next) {
    JsonNode whole = file == null ? described(body) : stored(body, file);
    List<Problem> problems = new ArrayList<>();
    Fields in = Fields.of(whole, "", problems);
    String named = in.text("name", AssetName.MAX_LENGTH);
    if (named != null && !named.equals(name)) {
      in.problem("name", "is another than " + name + " in the path", named);
    }
    Semver version = version(in, "version");
    Semver parent = version(in, "parent");
    String reason = in.text("reason", REASON_LENGTH);
    ModelContent content = ModelContent.read(in, problems);
    in.checkUnknown();
    if (content != null) {
      check(in, content);
    }
    Fields.refuse(problems);
    if (content == null) {
      throw new IllegalStateException("a source without faults is there");
    }
    return new NewVersion(
        name,
        version == null ? next.get() : version,
        Origin.API,
        content.source().kind(),
        null,
        content::json,
        parent,
        reason);
  }

  /** Puts the file where artifacts are, and what it says of itself where nobody said otherwise. */
  private ObjectNode stored(JsonNode body, byte[] file) {
    if (body.has("source")) {
      throw Failure.invalid("a file is a source already", "leave source out");
    }
    Described says = Described.of(file);
    ObjectNode whole = with(body, says);
    whole.set("source", new ModelSource.Onnx(artifacts.put(file), file.length).json());
    return whole;
  }

  /** The same for a file that was uploaded before and is named by its SHA-256. */
  private JsonNode described(JsonNode body) {
    String sha256 = body.path("source").path("sha256").asString("");
    if (!body.path("source").path("kind").asString("").equals("onnx") || !artifacts.claim(sha256)) {
      return body;
    }
    byte[] file = artifacts.get(sha256);
    ObjectNode whole = with(body, Described.of(file));
    whole.set("source", new ModelSource.Onnx(sha256, file.length).json());
    return whole;
  }

  private static ObjectNode with(JsonNode body, Described says) {
    ObjectNode whole = Json.object();
    if (body instanceof ObjectNode object) {
      whole.setAll(object);
    }
    if (!whole.has("signature")) {
      whole.set("signature", says.signature().json());
    }
    if (!whole.has("golden")) {
      ArrayNode golden = whole.putArray("golden");
      says.golden().forEach(one -> golden.add(one.json()));
    }
    if (!whole.has("lineage")) {
      whole.set("lineage", says.lineage().json());
    }
    return whole;
  }

  private void check(Fields in, ModelContent content) {
    if (content.source() instanceof ModelSource.Onnx onnx && !artifacts.claim(onnx.sha256())) {
      in.problem("source", "names an artifact that nobody has uploaded", onnx.sha256());
    }
    boolean needsFeatures =
        switch (content.source()) {
          case ModelSource.Onnx _, ModelSource.Kserve _, ModelSource.Http _ -> true;
          case ModelSource.Pipeline _, ModelSource.Elsewhere _ -> false;
        };
    if (needsFeatures && content.signature().features().isEmpty()) {
      in.problem("signature", "must name the features", null);
    }
    String reference = content.reference();
    if (reference != null && !artifacts.claim(reference)) {
      in.problem("reference", "names an artifact that nobody has uploaded", reference);
    }
  }

  private static @Nullable Semver version(Fields in, String field) {
    String text = in.text(field, Semver.MAX_LENGTH);
    if (text == null) {
      return null;
    }
    Optional<Semver> version = Semver.find(text.matches("v?\\d{1,9}") ? text + ".0.0" : text);
    if (version.isEmpty()) {
      in.problem(field, "must be MAJOR.MINOR.PATCH or a whole number", text);
    }
    return version.orElse(null);
  }
}
