// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

/** What happened to a thing. The first five are MLflow's, in the order of its numbers. */
enum Action {
  CREATED,
  UPDATED,
  DELETED,
  SET,
  EXCEEDED,
  /** A version moved to another stage. */
  STAGE_CHANGED,
  /** A route was written. */
  CHANGED;

  /** How many of them have a number in MLflow's protocol, from 1 on. */
  static final int NUMBERED = 5;
}
