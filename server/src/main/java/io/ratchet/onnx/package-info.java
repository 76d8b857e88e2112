// SPDX-License-Identifier: Apache-2.0

/**
 * ONNX files: what any of them says about itself, and writing those of our own trainers.
 *
 * <p>{@link io.ratchet.onnx.OnnxFile} reads inputs, outputs, operator sets and metadata from bytes
 * that anybody may have sent. {@link io.ratchet.onnx.LinearModel} and {@link
 * io.ratchet.onnx.TreeModel} are models as plain values: they score a row in Java and write
 * themselves as a graph. A {@link io.ratchet.onnx.ModelCard} travels in the file's metadata, so a
 * file that we wrote carries its signature, its origin and rows to prove it by.
 *
 * <p>Invariants: every model takes one tensor {@code features} of floats, a row for each example:
 * numbers as they are, booleans as 0 and 1, categories as their place in the signature's list, NaN
 * for what is missing. Classifiers answer {@code label} and {@code probabilities}, regressions
 * {@code prediction}. Hostile bytes are refused with what is wrong in them; sizes and depths are
 * bounded; weights outside of the file are refused.
 *
 * <p>It never runs a model, reads a file or knows where a model came from.
 */
@NullMarked
package io.ratchet.onnx;

import org.jspecify.annotations.NullMarked;
