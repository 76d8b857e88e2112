// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.util.List;

/**
 * The two forms of each path about a prompt: with its name, and without it for the default prompt;
 * and what the parts of such a path stand for.
 */
public final class PromptPaths {
  private static final String ROOT = "/api/prompts";

  private final Prompts prompts;
  private final String defaultPrompt;

  /** Answers a request about the prompt of that name. */
  @FunctionalInterface
  public interface NamedHandler {
    Answer handle(Request request, String name);
  }

  public PromptPaths(Prompts prompts, String defaultPrompt) {
    this.prompts = prompts;
    this.defaultPrompt = defaultPrompt;
  }

  public String defaultPrompt() {
    return defaultPrompt;
  }

  public List<Route> get(String rest, Access access, NamedHandler handler) {
    return List.of(
        Route.get(ROOT + rest, access, r -> handler.handle(r, defaultPrompt)),
        Route.get(ROOT + "/{name}" + rest, access, r -> handler.handle(r, r.parameter("name"))));
  }

  public List<Route> post(String rest, Access access, NamedHandler handler) {
    return List.of(
        Route.post(ROOT + rest, access, r -> handler.handle(r, defaultPrompt)),
        Route.post(ROOT + "/{name}" + rest, access, r -> handler.handle(r, r.parameter("name"))));
  }

  public List<Route> put(String rest, Access access, NamedHandler handler) {
    return List.of(
        Route.put(ROOT + rest, access, r -> handler.handle(r, defaultPrompt)),
        Route.put(ROOT + "/{name}" + rest, access, r -> handler.handle(r, r.parameter("name"))));
  }

  public List<Route> delete(String rest, Access access, NamedHandler handler) {
    return List.of(
        Route.delete(ROOT + rest, access, r -> handler.handle(r, defaultPrompt)),
        Route.delete(ROOT + "/{name}" + rest, access, r -> handler.handle(r, r.parameter("name"))));
  }

  /** The prompt of a name. */
  public Prompt prompt(String name) {
    return prompts.find(name).orElseThrow(() -> missing(name));
  }

  /** The version that {@code {version}} of a path names. */
  public Prompt.Registered version(Request request, String name) {
    Prompt prompt = prompt(name);
    Semver version = Semver.parse(request.parameter("version"));
    return prompt.version(version).orElseThrow(() -> Prompts.missing(name, version));
  }

  /** The refusal of a name that no prompt has. */
  public Failure missing(String name) {
    return name.equals(defaultPrompt)
        ? Failure.missing(
            "the default prompt " + name + " has no versions",
            "put a file " + name + "/v1.0.0.txt into the prompt directory, then reload")
        : Failure.missing(
            "there is no prompt " + Problem.shorten(name),
            "list the prompts with GET /api/prompts");
  }
}
