// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

/**
 * A whole file of data.
 *
 * @param modified when it was written last, in milliseconds
 */
record DataFile(String path, long size, long modified) {}
