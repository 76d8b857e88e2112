// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.registry.Semver;

/**
 * An arm of an experiment.
 *
 * @param name {@code control}, {@code treatment}, {@code treatment_2} and so on, or a name of its
 *     own
 * @param parts its share of the units in parts per million
 */
public record Variant(String name, Semver version, int parts) {}
