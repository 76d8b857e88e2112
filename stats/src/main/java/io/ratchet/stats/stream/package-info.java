// SPDX-License-Identifier: Apache-2.0

/**
 * Detectors that watch a stream of values, such as a model's errors as labels arrive, and say when
 * its mean has moved: concept drift.
 *
 * <p>Each takes one value at a time, keeps little of it, and begins anew after it has signalled
 * drift. They are those of the literature with its usual parameters, and agree with common
 * libraries to the index. Most have no proven rate of false alarms on long streams, as each says;
 * {@link io.ratchet.stats.sequential.ChangeDetector} has one, for a known baseline.
 *
 * <p>This package never keeps a stream and never decides what a signal is worth.
 */
@NullMarked
package io.ratchet.stats.stream;

import org.jspecify.annotations.NullMarked;
