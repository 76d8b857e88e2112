// SPDX-License-Identifier: Apache-2.0

/**
 * What runs, their metrics and the registry cost over MLflow's wire, beside what MLflow itself
 * does.
 */
@NullMarked
package io.ratchet.bench.tracking;

import org.jspecify.annotations.NullMarked;
