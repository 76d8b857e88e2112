// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

/**
 * A metric that a run logged of a model.
 *
 * @param model its id
 * @param dataset name of what it was measured on; empty where nobody said
 * @param digest of that dataset
 */
record ModelMetric(String model, Metric metric, String dataset, String digest) {}
