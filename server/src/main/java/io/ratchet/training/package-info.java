// SPDX-License-Identifier: Apache-2.0

/**
 * Training: a table of rows in, a proven ONNX file out.
 *
 * <p>{@link io.ratchet.training.Datasets} reads rows from CSV, Parquet or memory and finds out what
 * the columns are; a {@link io.ratchet.training.Trainer} learns from the older rows, is measured on
 * the newer ones, and gives a {@link io.ratchet.training.Trained}.
 *
 * <p>Invariants: the same rows, settings and seed give the same bytes. What was learnt and what the
 * file computes agree on golden rows, or the model is refused. Rows, columns, cells, texts, classes
 * and time are bounded by named limits. A column that cannot be learnt from is left out with its
 * reason, and never silently. A missing value stays one: no column is filled before the trainer.
 *
 * <p>The room knows no database and no HTTP; it keeps nothing between two trainings.
 */
@NullMarked
package io.ratchet.training;

import org.jspecify.annotations.NullMarked;
