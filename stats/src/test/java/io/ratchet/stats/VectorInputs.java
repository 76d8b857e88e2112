// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A vector's inputs with everything in them: its parameters under {@code params}, values that lie
 * in compressed files of their own, whose checksum must be right, and those that a generator makes.
 */
record VectorInputs(Path directory) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern NORMAL =
      Pattern.compile("numpy legacy RandomState\\((\\d+)\\)\\.normal\\(0,1,(\\d+)\\).*");

  JsonNode of(JsonNode vector) {
    JsonNode inputs = vector.required("inputs");
    if (!inputs.isObject() || !vector.has("params")) {
      return inputs;
    }
    ObjectNode whole = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> entry : inputs.properties()) {
      whole.set(entry.getKey(), values(entry.getValue()));
    }
    return whole.set("params", vector.required("params"));
  }

  private JsonNode values(JsonNode value) {
    if (value.has("file")) {
      return file(value);
    }
    Matcher generator = NORMAL.matcher(value.path("generator").asString(""));
    if (generator.matches()) {
      double[] draws =
          new NumpyRandom(Integer.parseInt(generator.group(1)))
              .normal(Integer.parseInt(generator.group(2)));
      return JSON.valueToTree(draws);
    }
    return value;
  }

  private JsonNode file(JsonNode value) {
    try {
      byte[] bytes = Files.readAllBytes(directory.resolve(value.required("file").asString()));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      assertThat(HexFormat.of().formatHex(digest))
          .as("checksum of %s", value.required("file"))
          .isEqualTo(value.required("sha256").asString());
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        List<String> lines =
            new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        assertThat(lines).hasSize(value.required("n").asInt());
        ArrayNode array = JSON.createArrayNode();
        lines.forEach(line -> array.add(Double.parseDouble(line)));
        return array;
      }
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("cannot read " + value, e);
    }
  }
}
