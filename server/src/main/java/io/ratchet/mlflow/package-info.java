// SPDX-License-Identifier: Apache-2.0

/**
 * MLflow's wire as such: how its requests are read, its refusals are written and its paths are
 * mounted, for every room that answers MLflow's clients.
 *
 * <p>A request is a protobuf message in JSON: unknown fields are ignored, whole numbers come as
 * numbers or strings, NaN as a string, and a message's lists as repeated names in a query. An
 * answer leaves empty lists and unset fields out. Each endpoint is served below {@code /api} and
 * {@code /ajax-api}. What MLflow has and this server does not is refused with 501 in the same
 * envelope.
 *
 * <p>Never: knows a run, a model or a trace, or touches a database.
 */
@NullMarked
package io.ratchet.mlflow;

import org.jspecify.annotations.NullMarked;
