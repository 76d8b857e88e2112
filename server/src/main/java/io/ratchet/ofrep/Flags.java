// SPDX-License-Identifier: Apache-2.0
package io.ratchet.ofrep;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.call.Exposure;
import io.ratchet.call.Exposures;
import io.ratchet.call.Units;
import io.ratchet.registry.Asset;
import io.ratchet.registry.PromptVersion;
import io.ratchet.registry.Prompts;
import io.ratchet.routing.Owner;
import io.ratchet.routing.Resolution;
import io.ratchet.routing.Routes;
import io.ratchet.routing.Segment;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The flags: prompts and experiments, evaluated from memory. */
public final class Flags {
  private final Prompts prompts;
  private final Routes<PromptVersion> routes;
  private final Exposures exposures;
  private final InstantSource time;
  private final String tagDimension;

  /**
   * Flags over what is live.
   *
   * @param tagDimension the attribute that exposures keep as their segment
   */
  public Flags(
      Prompts prompts,
      Routes<PromptVersion> routes,
      Exposures exposures,
      InstantSource time,
      String tagDimension) {
    this.prompts = prompts;
    this.routes = routes;
    this.exposures = exposures;
    this.time = time;
    this.tagDimension = tagDimension;
  }

  /**
   * Evaluates one flag, and records that its unit was exposed where that gave it an arm.
   *
   * @throws Failure MISSING for a flag that nobody knows
   */
  Evaluation.Evaluated evaluate(String key, Context context) {
    Evaluation.Evaluated found = find(key, context).orElseThrow(() -> missing(key));
    String experiment = found.experiment();
    if (experiment == null || found.live().fellBack()) {
      return found; // whoever got a version that stands in has not seen the arm
    }
    Exposure exposure =
        new Exposure(
            experiment,
            Units.hash(context.unit()),
            found.variant(),
            found.version(),
            time.instant(),
            found.live().route().revision(),
            Exposure.Source.EVALUATION,
            context.label(tagDimension),
            context.label(Exposure.CLIENT));
    boolean lost = exposures.record(exposure) == Exposures.Recorded.LOST;
    return lost
        ? new Evaluation.Evaluated(key, found.live(), found.reason(), found.segment(), true)
        : found;
  }

  private static Failure missing(String key) {
    return Failure.missing(
        "there is no flag " + Problem.shorten(key),
        "a flag is a prompt, or an experiment that has been started and not promoted or rolled"
            + " back; list them with GET /api/prompts and GET /api/experiments");
  }

  /** A prompt hides an experiment that has its name. */
  private Optional<Evaluation.Evaluated> find(String key, Context context) {
    if (prompts.find(key).isPresent()) {
      return Optional.of(evaluated(key, resolve(key, context), context, false));
    }
    return routes
        .ownedBy(key)
        .map(route -> resolve(route.name(), context))
        .filter(live ->
            live.route().owner() instanceof Owner.Experiment(String id, String name, _)
                && (key.equals(id) || key.equals(name)))
        .map(live -> evaluated(key, live, context, true));
  }

  private Resolution<PromptVersion> resolve(String prompt, Context context) {
    return routes.resolve(prompt, null, context.unit(), context.attributes());
  }

  private static Evaluation.Evaluated evaluated(
      String key, Resolution<PromptVersion> live, Context context, boolean trial) {
    Segment segment = segment(live, context.attributes());
    Reason reason = Reason.of(live.route(), segment, trial);
    return new Evaluation.Evaluated(key, live, reason, segment, false);
  }

  private static @Nullable Segment segment(
      Resolution<PromptVersion> live, Map<String, @Nullable Object> attributes) {
    for (Segment segment : live.route().segments()) {
      if (segment.holds(attributes)) {
        return segment;
      }
    }
    return null;
  }

  /** Evaluates every flag by every name it has, by key; exposes nobody. */
  SequencedMap<String, Evaluation> all(Context context) {
    SequencedMap<String, Evaluation> all = new TreeMap<>();
    for (Asset<PromptVersion> prompt : prompts.list()) {
      try {
        Resolution<PromptVersion> live = resolve(prompt.name(), context);
        all.put(prompt.name(), evaluated(prompt.name(), live, context, false));
        if (live.route().owner() instanceof Owner.Experiment(String id, String name, _)) {
          all.put(id, evaluated(id, live, context, true));
          all.putIfAbsent(name, evaluated(name, live, context, true));
        }
      } catch (Failure unreadable) {
        String details = unreadable.message() + " (" + unreadable.hint() + ")";
        all.put(prompt.name(), new Evaluation.Failed(prompt.name(), Fault.GENERAL, details));
      }
    }
    return all;
  }
}
