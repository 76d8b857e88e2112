// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.TreePolicy;
import io.ratchet.template.Template;
import io.ratchet.template.TemplateFormat;
import io.ratchet.template.TemplateSyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the content of a version from fields that are the same in files and requests. */
final class PromptFields {
  /** Where the text of a file is, in problems. */
  static final String BODY = "text";

  private static final int DESCRIPTION_LENGTH = 10_000;
  private static final int REASON_LENGTH = 2_000;
  private static final int MODEL_LENGTH = 256;

  private final Fields fields;
  private final String path;
  private final List<Problem> problems;
  private final Limits limits;
  private int bodyLine = 1;

  /**
   * What a version holds, and what is only known of it.
   *
   * @param parent the version it was made from, null where nobody said so
   */
  record Draft(PromptContent content, @Nullable Semver parent, @Nullable String reason) {}

  /**
   * Takes the problems that {@code fields} gathers into.
   *
   * @param path of the fields in a batch, or empty
   */
  PromptFields(Fields fields, String path, List<Problem> problems, Limits limits) {
    this.fields = fields;
    this.path = path;
    this.problems = problems;
    this.limits = limits;
  }

  /**
   * Reads all fields but those of the version's identity.
   *
   * @param body text of a file that stands beside its fields; null where there is none
   * @return null where there are problems
   */
  @Nullable Draft read(@Nullable String body) {
    TemplateFormat format = fields.choice("template_format", TemplateFormat.class);
    if (format == null) {
      format = TemplateFormat.AUTO;
    }
    List<Message> messages = messages(format, body);
    String model = fields.text("model", MODEL_LENGTH);
    ObjectNode parameters = fields.object("parameters");
    ObjectNode schema = fields.object("output_schema");
    ObjectNode metadata = fields.object("metadata");
    String description = fields.text("description", DESCRIPTION_LENGTH);
    Semver parent = version("parent");
    String reason = fields.text("reason", REASON_LENGTH);
    if (schema != null) {
      SchemaFaults.find(at("output_schema"), schema, problems);
    }
    for (String tree : List.of("parameters", "output_schema", "metadata")) {
      JsonNode value = fields.get(tree);
      if (value != null) {
        TreePolicy.check(at(tree), value, limits.depth(), problems);
      }
    }
    for (String text : List.of("model", "description", "reason")) {
      JsonNode value = fields.get(text);
      if (value != null) {
        TreePolicy.check(at(text), value, 1, problems);
      }
    }
    if (!problems.isEmpty()) {
      return null;
    }
    PromptContent content =
        new PromptContent(
            format,
            messages,
            model,
            parameters == null ? Json.object() : parameters,
            schema,
            metadata == null ? Json.object() : metadata,
            description);
    checkSize(content);
    return problems.isEmpty() ? new Draft(content, parent, reason) : null;
  }

  private void checkSize(PromptContent content) {
    int size = Json.bytes(content.json()).length;
    if (size > limits.contentBytes()) {
      fields.problem(
          "template", "content must have at most " + limits.contentBytes() + " bytes", size);
    }
  }

  /** A version that a field names. */
  @Nullable Semver version(String name) {
    String text = fields.text(name, Semver.MAX_LENGTH);
    if (text == null) {
      return null;
    }
    Semver version = Semver.find(text).orElse(null);
    if (version == null) {
      fields.problem(name, "must be a semantic version such as v1.2.0", text);
    }
    return version;
  }

  private List<Message> messages(TemplateFormat format, @Nullable String body) {
    List<Message> messages = new ArrayList<>();
    List<JsonNode> elements = fields.list("messages", limits.messages());
    for (int i = 0; i < elements.size(); i++) {
      Message message = message(elements.get(i), "messages[" + i + "]", format);
      if (message != null) {
        messages.add(message);
      }
    }
    String template = fields.text("template", Template.MAX_LENGTH);
    boolean hasBody = body != null && !body.isBlank();
    if (template != null && (hasBody || fields.has("messages"))) {
      fields.problem("template", "cannot stand beside messages or a text: keep one", null);
    } else if (template != null) {
      addUser(messages, template("template", template, format));
    } else if (body != null && hasBody) {
      addUser(messages, template(BODY, body, format));
    } else if (elements.isEmpty() && !fields.has("template")) {
      fields.problem(body == null ? "template" : BODY, "is empty: there is no prompt", null);
    }
    return messages;
  }

  private static void addUser(List<Message> messages, @Nullable Template template) {
    if (template != null) {
      messages.add(new Message(Role.USER, template));
    }
  }

  private @Nullable Message message(JsonNode element, String where, TemplateFormat format) {
    Fields message = Fields.of(element, at(where), problems);
    String roleName = message.requiredText("role", DESCRIPTION_LENGTH);
    String content = message.requiredText("content", Template.MAX_LENGTH);
    message.checkUnknown();
    Role role = Role.named(roleName).orElse(null);
    if (role == null && !roleName.isEmpty()) {
      String known = String.join(", ", Arrays.stream(Role.values()).map(Role::label).toList());
      message.problem("role", "must be one of " + known, roleName);
    }
    Template template = content.isEmpty() ? null : template(where + ".content", content, format);
    return role == null || template == null ? null : new Message(role, template);
  }

  private @Nullable Template template(String where, String text, TemplateFormat format) {
    int before = problems.size();
    TreePolicy.check(at(where), Json.mapper().stringNode(text), 1, problems);
    if (problems.size() > before) {
      return null;
    }
    try {
      return Template.parse(text, format);
    } catch (TemplateSyntaxException e) {
      if (where.equals(BODY)) {
        bodyLine = e.line();
      }
      problems.add(new Problem(at(where), String.valueOf(e.getMessage()), null));
      return null;
    }
  }

  /** The line of the text on which its fault is, counted from 1. */
  int bodyLine() {
    return bodyLine;
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
