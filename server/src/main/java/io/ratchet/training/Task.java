// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

/** What kind of answer is learnt. */
public enum Task {
  CLASSIFICATION,
  REGRESSION
}
