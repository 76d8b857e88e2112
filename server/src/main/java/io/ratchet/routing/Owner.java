// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

/** Who moves a route: a route that has an owner refuses every other hand. */
public sealed interface Owner {
  Owner NOBODY = new Nobody();

  /** How it is named in messages. */
  String shown();

  /** People and their scripts. */
  record Nobody() implements Owner {
    @Override
    public String shown() {
      return "nobody";
    }
  }

  /**
   * A trial between versions; serving needs nothing else of it than this.
   *
   * @param remembers whether units keep their arms though shares move, see {@link RememberedUnits}
   */
  record Experiment(String id, String name, boolean remembers) implements Owner {
    /** A trial whose shares move nobody. */
    public Experiment(String id, String name) {
      this(id, name, false);
    }

    @Override
    public String shown() {
      return "the experiment " + name;
    }
  }

  /** A stepwise shift to one version. */
  record Rollout(String id) implements Owner {
    @Override
    public String shown() {
      return "the rollout " + id;
    }
  }

  /** A bandit that moves shares by what it learns. */
  record Bandit(String id) implements Owner {
    @Override
    public String shown() {
      return "the bandit " + id;
    }
  }
}
