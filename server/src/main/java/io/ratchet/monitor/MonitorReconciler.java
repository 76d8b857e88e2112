// SPDX-License-Identifier: Apache-2.0
package io.ratchet.monitor;

import io.ratchet.call.Call;
import io.ratchet.config.MonitoringConfig;

/**
 * The loop that brings alerts to what there should be. Each turn reads the state afresh, so it may
 * be killed anywhere and run in many processes at once.
 */
public final class MonitorReconciler {
  private static final int SWEEP_EVERY = 300;

  private final Monitors monitors;
  private final Alerts alerts;
  private final MonitoringConfig config;
  private int turns;

  public MonitorReconciler(Monitors monitors, Alerts alerts, MonitoringConfig config) {
    this.monitors = monitors;
    this.alerts = alerts;
    this.config = config;
  }

  /** Looks at every version that served lately or has alerts. */
  public synchronized void turn() {
    for (Call.Subject version : monitors.watched()) {
      alerts.reconcile(version, AlertPolicy.alerts(monitors.signals(version), config));
    }
    if (turns++ % SWEEP_EVERY == 0) {
      monitors.sweep();
    }
  }
}
