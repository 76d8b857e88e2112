// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Project;
import io.ratchet.tracking.ArchivedGroup;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The groups of a project: names, which are the same everywhere, and the numbers they have here.
 */
final class GroupNames {
  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> coming = new HashSet<>();

  GroupNames(Target target, Project project) {
    for (ArchivedGroup group : target.runs().groups(project)) {
      ids.put(group.name(), group.id());
      names.put(group.id(), group.name());
    }
  }

  /** Groups that are not here and would be, were this no dry run. */
  void expect(List<ArchivedGroup> groups) {
    groups.forEach(group -> coming.add(group.name()));
  }

  boolean has(String name) {
    return ids.containsKey(name) || coming.contains(name);
  }

  String id(String name) {
    return Objects.requireNonNullElse(ids.get(name), "");
  }

  String name(String id) {
    return Objects.requireNonNullElse(names.get(id), "");
  }

  /** All numbers. */
  Set<String> ids() {
    return names.keySet();
  }
}
