// SPDX-License-Identifier: Apache-2.0

/**
 * Prompt templates: texts with named fields, compiled once and rendered many times.
 *
 * <p>Two languages are spoken. PYTHON is the field syntax and the format mini-language of Python's
 * {@code str.format}, checked against results of a real Python; MUSTACHE is interpolation only.
 * AUTO decides between them so that a JSON example in a prompt stays as it was written.
 *
 * <p>Values are what a JSON document can hold: null, String, Boolean, Integer, Long, BigInteger,
 * Double, BigDecimal, List and Map. Any other type is a bug of the caller.
 *
 * <p>Invariants: a template is immutable and may be shared by threads; a rendering either yields
 * the whole text or names every variable that stands in its way; lengths, widths, precisions,
 * digits and nesting are bounded by named limits. The package is pure: it reads no files, clocks or
 * locales, keeps no state, and never evaluates code that a template or a value contains.
 */
@NullMarked
package io.ratchet.template;

import org.jspecify.annotations.NullMarked;
