// SPDX-License-Identifier: Apache-2.0

/**
 * Models at work: versions are loaded, fed with features, and their predictions answered and
 * recorded, over {@code /predict} and over the Open Inference Protocol, version 2.
 *
 * <p>{@link io.ratchet.serving.Predictions} is the whole path: route, load, check the features,
 * predict, record, answer. {@link io.ratchet.serving.LoadedModels} holds what can answer now. A
 * model is an ONNX file that runs in this process, a server elsewhere, or several models one after
 * the other; behind {@link io.ratchet.serving.Predictor} they are the same.
 *
 * <p>Invariants: a version takes traffic only after it ran once and gave the known answers of its
 * golden inputs; a request whose model resolves ends as exactly one call, written before its answer
 * leaves; rows, queues, files, caches and times are bounded; a version that fails is answered for
 * by the one before it, and every such answer says so; an unload waits for what is in flight. The
 * room writes no route and no version, and never looks into the control plane.
 */
@NullMarked
package io.ratchet.serving;

import org.jspecify.annotations.NullMarked;
