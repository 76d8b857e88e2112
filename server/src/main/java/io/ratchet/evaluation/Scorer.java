// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

/**
 * One version of a scorer.
 *
 * @param content what its client made of it, a text that only clients understand
 */
record Scorer(String id, String group, String name, int version, String content, long createdAt) {}
