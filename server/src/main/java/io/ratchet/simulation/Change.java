// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

/**
 * How much a treatment changes a metric.
 *
 * @param value in stored units, or a share of the control where it is relative
 */
record Change(double value, boolean isRelative) {
  static final Change NONE = new Change(0, false);

  boolean isNone() {
    return value == 0;
  }

  /** In stored units. */
  double absolute(double mean) {
    return isRelative ? value * Math.abs(mean) : value;
  }

  /** As a share of the control. */
  double relative(double mean) {
    return isRelative ? value : value / Math.abs(mean);
  }
}
