// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

/**
 * How much the registry takes.
 *
 * @param fileBytes size of a file
 * @param contentBytes size of the content of a version as JSON
 * @param assets number of assets of one kind
 * @param versions versions of one asset
 * @param messages messages of one version
 * @param depth levels of parameters, metadata or an output schema
 * @param files files looked at in the prompt directory
 * @param directoryBytes size of all files of the prompt directory together
 */
public record Limits(
    int fileBytes,
    int contentBytes,
    int assets,
    int versions,
    int messages,
    int depth,
    int files,
    long directoryBytes) {
  public static final Limits USUAL =
      new Limits(1 << 20, 2 << 20, 1_000, 1_000, 100, 32, 20_000, 256L << 20);
}
