// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.ratchet.tracecall;

import org.jspecify.annotations.NullMarked;
