// SPDX-License-Identifier: Apache-2.0

/**
 * Traces: what a service did for one request, as spans that OpenTelemetry's exporters and MLflow's
 * clients send, and what people and judges said of it afterwards.
 *
 * <p>Spans come by OTLP over HTTP, in any order and in as many requests as their sender likes. The
 * first span of a trace makes the trace; its root span says how it ended, until its service says so
 * itself with MLflow's own message, which then counts. A span that is sent again replaces itself,
 * so sending twice changes nothing. Assessments are kept beside the trace; one that overrides
 * another leaves it there as not valid.
 *
 * <p>Invariants: a request is answered after its rows are committed; a request's memory is bounded
 * before it is read as messages, see {@link io.ratchet.trace.TraceLimits}; spans are kept as the
 * messages they came as. Traces that are older than their retention are deleted.
 *
 * <p>Never: knows run groups or runs (it asks {@link io.ratchet.trace.TraceOwners} whether they are
 * there), or keeps artifacts.
 */
@NullMarked
package io.ratchet.trace;

import org.jspecify.annotations.NullMarked;
