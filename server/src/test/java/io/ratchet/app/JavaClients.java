// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.Page;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/** Running products, one an engine, and MLflow's own client for Java in front of them. */
final class JavaClients implements AutoCloseable {
  private final Map<Engine, RunningApp> apps = new EnumMap<>(Engine.class);

  RunningApp app(Engine engine) {
    return apps.computeIfAbsent(
        engine, one -> RunningApp.start(Map.of("storage.url", Databases.url(one))));
  }

  static String url(RunningApp app) {
    return "http://127.0.0.1:" + app.port();
  }

  /** A client that sends a key as its token. */
  static MlflowClient client(RunningApp app, String key) {
    return new MlflowClient(new BasicMlflowHostCreds(url(app), key));
  }

  /** Everything, as users of the client read it. */
  static <T> List<T> all(Page<T> first) {
    List<T> items = new ArrayList<>();
    Page<T> page = first;
    while (true) {
      page.getItems().forEach(items::add);
      if (!page.hasNextPage()) {
        return items;
      }
      page = page.getNextPage();
    }
  }

  /** The last value of each metric. */
  static Map<String, Double> latest(Run run) {
    Map<String, Double> latest = new TreeMap<>();
    run.getData().getMetricsList().forEach(m -> latest.put(m.getKey(), m.getValue()));
    return latest;
  }

  @Override
  public void close() {
    apps.values().forEach(RunningApp::close);
    apps.clear();
  }
}
