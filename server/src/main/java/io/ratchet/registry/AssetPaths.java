// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Failure;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Handler;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The forms of each path about an asset: with its name and, where there is a default, without it;
 * and what the parts of such a path stand for.
 */
public final class AssetPaths<V extends Version> {
  private final Assets<V> assets;
  private final @Nullable String defaultName;
  private final String root;

  /** Answers a request about the asset of that name. */
  @FunctionalInterface
  public interface NamedHandler {
    Answer handle(Request request, String name);
  }

  /**
   * Paths about assets of one kind.
   *
   * @param defaultName the asset that paths without a name mean; null where a name is required
   */
  public AssetPaths(Assets<V> assets, @Nullable String defaultName) {
    this.assets = assets;
    this.defaultName = defaultName;
    this.root = "/api/" + assets.plural();
  }

  /** Where the kind's paths begin. */
  public String root() {
    return root;
  }

  /** Whether a name is the one that paths without a name mean. */
  public boolean isDefault(String name) {
    return name.equals(defaultName);
  }

  public List<Route> get(String rest, Access access, NamedHandler handler) {
    return both(rest, (path, served) -> Route.get(path, access, served), handler);
  }

  public List<Route> post(String rest, Access access, NamedHandler handler) {
    return both(rest, (path, served) -> Route.post(path, access, served), handler);
  }

  public List<Route> put(String rest, Access access, NamedHandler handler) {
    return both(rest, (path, served) -> Route.put(path, access, served), handler);
  }

  public List<Route> delete(String rest, Access access, NamedHandler handler) {
    return both(rest, (path, served) -> Route.delete(path, access, served), handler);
  }

  private List<Route> both(
      String rest, BiFunction<String, Handler, Route> make, NamedHandler handler) {
    Route named = make.apply(root + "/{name}" + rest, r -> handler.handle(r, r.parameter("name")));
    String name = defaultName;
    return name == null
        ? List.of(named)
        : List.of(make.apply(root + rest, r -> handler.handle(r, name)), named);
  }

  /** The asset of a name. */
  public Asset<V> asset(String name) {
    return assets.find(name).orElseThrow(() -> missing(name));
  }

  /** The version that {@code {version}} of a path names. */
  public Asset.Registered<V> version(Request request, String name) {
    Asset<V> asset = asset(name);
    Semver version = Semver.parse(request.parameter("version"));
    return asset.version(version).orElseThrow(() -> assets.missing(name, version));
  }

  /** The refusal of a name that no asset has. */
  public Failure missing(String name) {
    return isDefault(name)
        ? Failure.missing(
            "the default " + assets.kind() + " " + name + " has no versions",
            "put a file " + name + "/v1.0.0.txt into the prompt directory, then reload")
        : assets.missing(name);
  }
}
