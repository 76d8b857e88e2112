// SPDX-License-Identifier: Apache-2.0

/**
 * What stood where, and when: the past of prompts and models, with who moved what and why.
 *
 * <p>Changes are read from the journal, newest first, and told in one form whatever moved: an
 * alias, a stage, the route, or the agreement of others. What stood at a moment follows from the
 * same entries, read backwards from there, and from the revisions of the route. The alias {@code
 * champion} is the production version, here as everywhere.
 *
 * <p>Invariants: what nobody wrote down is null, never a guess; a name that was deleted or renamed
 * keeps its past; a page looks at a limited number of entries and says where the next one begins.
 *
 * <p>Never: writes, or is asked by whoever serves a request.
 */
@NullMarked
package io.ratchet.history;

import org.jspecify.annotations.NullMarked;
