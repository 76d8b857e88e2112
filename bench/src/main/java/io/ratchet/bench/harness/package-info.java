// SPDX-License-Identifier: Apache-2.0

/**
 * What every benchmark needs: a report as table or JSON, the facts of the machine, percentiles,
 * child processes, and a folder that is gone afterwards.
 */
@NullMarked
package io.ratchet.bench.harness;

import org.jspecify.annotations.NullMarked;
