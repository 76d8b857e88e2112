// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import static io.ratchet.webhook.Action.CHANGED;
import static io.ratchet.webhook.Action.CREATED;
import static io.ratchet.webhook.Action.DELETED;
import static io.ratchet.webhook.Action.EXCEEDED;
import static io.ratchet.webhook.Action.SET;
import static io.ratchet.webhook.Action.STAGE_CHANGED;
import static io.ratchet.webhook.Action.UPDATED;

import java.util.List;

/** The kinds of things that events are about. All but the last two are MLflow's. */
enum Entity {
  REGISTERED_MODEL(CREATED, UPDATED, DELETED),
  MODEL_VERSION(CREATED, UPDATED, DELETED, STAGE_CHANGED),
  MODEL_VERSION_TAG(SET, DELETED),
  MODEL_VERSION_ALIAS(CREATED, DELETED),
  PROMPT(CREATED, UPDATED, DELETED),
  PROMPT_VERSION(CREATED, UPDATED, DELETED, STAGE_CHANGED),
  PROMPT_TAG(SET, DELETED),
  PROMPT_VERSION_TAG(SET, DELETED),
  PROMPT_ALIAS(CREATED, DELETED),
  /** Can be asked for, as in MLflow; there are no budgets here that could be exceeded. */
  BUDGET_POLICY(EXCEEDED),
  REGISTERED_MODEL_TAG(SET, DELETED),
  ROUTE(CHANGED);

  /** How many of them have a number in MLflow's protocol, from 1 on. */
  static final int NUMBERED = 10;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is
  private final List<Action> actions;

  Entity(Action... actions) {
    this.actions = List.of(actions);
  }

  /** What can happen to it. */
  List<Action> actions() {
    return actions;
  }
}
