// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import java.util.SplittableRandom;

/** Units that go to an arm and nothing else. */
final class ShareWalk extends Walk {
  private final double share;

  ShareWalk(double share) {
    this.share = share;
  }

  @Override
  double share() {
    return share;
  }

  @Override
  void observe(int arm, SplittableRandom chance) {}
}
