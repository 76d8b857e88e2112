// SPDX-License-Identifier: Apache-2.0
package io.ratchet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The dependency table of ARCHITECTURE.md is the rule; the classes are held against it. */
final class ArchitectureTest {
  private static final String ROOT = "io.ratchet.";
  private static final Set<String> CONTROL_PLANE =
      Set.of(
          "monitor",
          "drift",
          "experiment",
          "simulation",
          "delivery",
          "alert",
          "replay",
          "retrain",
          "optimize");
  private static final Set<String> DATA_PLANE =
      Set.of(
          "call", "gateway", "serving", "tracking", "extraction", "ofrep", "routing", "registry");
  private static final Pattern ROW =
      Pattern.compile("^\\| ([a-z]+) \\| ([a-z, -]+) \\| .+ \\|$", Pattern.MULTILINE);

  /** What may not be called, with what to use instead. */
  private static final Map<String, String> BANNED =
      Map.ofEntries(
          Map.entry("java.time.Instant.now", "take an InstantSource"),
          Map.entry("java.time.LocalDate.now", "take an InstantSource"),
          Map.entry("java.lang.System.nanoTime", "take a base.Ticker"),
          Map.entry("java.lang.System.currentTimeMillis", "take an InstantSource"),
          Map.entry("java.util.UUID.randomUUID", "take base.Ids"),
          Map.entry("java.lang.Math.random", "take a RandomGenerator"),
          Map.entry("java.util.concurrent.ThreadLocalRandom.current", "take a RandomGenerator"),
          Map.entry("java.lang.Thread.sleep", "wait on a condition, or take a base.Pause"),
          Map.entry("java.util.concurrent.CompletableFuture.supplyAsync", "use a virtual thread"),
          Map.entry("java.util.concurrent.CompletableFuture.runAsync", "use a virtual thread"),
          Map.entry("java.util.Collection.parallelStream", "use a virtual thread for each task"),
          Map.entry("java.lang.System.exit", "return an exit code to app.Main"));

  /** Where the real clocks, chance and exit are handed in. */
  private static final Set<String> SEAMS =
      Set.of("io.ratchet.base.Ticker", "io.ratchet.app.Main", "io.ratchet.app.Platform");

  private final JavaClasses classes =
      new ClassFileImporter()
          .importPaths(Path.of("target/classes"), Path.of("../stats/target/classes"));

  @Test
  void packagesUseEachOtherAsTheTableSaysAndNoPermissionIsIdle() throws IOException {
    assertThat(edges()).isEqualTo(table());
  }

  @Test
  void thereAreNoCircles() throws IOException {
    Map<String, Set<String>> left = new TreeMap<>(table());
    while (!left.isEmpty()) {
      List<String> ground =
          left.keySet().stream()
              .filter(
                  room -> left.getOrDefault(room, Set.of()).stream().noneMatch(left::containsKey))
              .toList();
      assertThat(ground).as("rooms that use each other in a circle: %s", left).isNotEmpty();
      ground.forEach(left::remove);
    }
  }

  @Test
  void theDataPlaneNeverUsesTheControlPlane() {
    edges()
        .forEach((room, uses) -> {
          if (DATA_PLANE.contains(room)) {
            assertThat(uses).as("uses of %s", room).doesNotContainAnyElementsOf(CONTROL_PLANE);
          }
        });
  }

  @Test
  void timeChanceAndIdsComeInThroughConstructors() {
    List<String> faults = new ArrayList<>();
    for (JavaClass type : classes) {
      for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
        String target = call.getTargetOwner().getFullName() + "." + call.getName();
        String instead = BANNED.get(target);
        if (instead != null && !SEAMS.contains(outermost(type))) {
          faults.add(type.getName() + " calls " + target + ": " + instead);
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void decisionsAndValuesDoNoInputOrOutput() {
    List<String> faults = new ArrayList<>();
    for (JavaClass type : classes) {
      if (type.getSimpleName().endsWith("Policy")
          || type.getPackageName().startsWith(ROOT + "stats")) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          String used = dependency.getTargetClass().getName();
          if (used.startsWith("java.io.File")
              || used.startsWith("java.nio.file.")
              || used.startsWith("java.net.")
              || used.startsWith("java.sql.")
              || used.startsWith(ROOT + "storage.")
              || used.startsWith(ROOT + "http.")
              || used.equals("java.lang.Thread")) {
            faults.add(type.getName() + " uses " + used);
          }
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  private static String outermost(JavaClass type) {
    String name = type.getName();
    int dollar = name.indexOf('$');
    return dollar < 0 ? name : name.substring(0, dollar);
  }

  private Map<String, Set<String>> edges() {
    Map<String, Set<String>> edges = new TreeMap<>();
    for (JavaClass type : classes) {
      String from = room(type);
      if (from == null) {
        continue;
      }
      Set<String> uses = edges.computeIfAbsent(from, _ -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String to = room(dependency.getTargetClass());
        if (to != null && !to.equals(from)) {
          uses.add(to);
        }
      }
    }
    return edges;
  }

  /** The package below the root; the rooms of the numerics count as one here. */
  private static @Nullable String room(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.")[0] : null;
  }

  private static Map<String, Set<String>> table() throws IOException {
    Map<String, Set<String>> table = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("../ARCHITECTURE.md")));
    while (row.find()) {
      Set<String> uses = new TreeSet<>(Arrays.asList(row.group(2).split(", ")));
      uses.remove("-");
      table.put(row.group(1), uses);
    }
    table.remove("package"); // the heading
    return table;
  }
}
