// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

/**
 * What the labels of a version say, read once.
 *
 * @param performance the latest ones beside the first
 * @param concept whether the same inputs came to mean something else
 */
public record Standing(Performance performance, Concept concept) {}
