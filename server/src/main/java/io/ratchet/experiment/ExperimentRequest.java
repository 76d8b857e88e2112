// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.verdict.Plan;

/** An experiment as somebody wants it. */
public record ExperimentRequest(String name, String description, Plan plan) {}
