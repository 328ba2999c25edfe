package dev.oncue.warmpool.knative;

import dev.oncue.warmpool.Warmth;
import dev.oncue.warmpool.knative.Lookout.Sight;
import dev.oncue.warmpool.knative.Scaler.Outcome;
import dev.oncue.warmpool.knative.ServingRelease.Detected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One look at the cluster, and what follows from it. Not thread-safe. */
final class Upkeep {
  private static final Warmth AT_REST = new Warmth(0, 0, Optional.empty());

  private final ServingRelease release;
  private final Scaler scaler;
  private final Lookout lookout;
  private final Nudges nudges;
  private final Announcements announcements;

  Upkeep(
      ServingRelease release,
      Scaler scaler,
      Lookout lookout,
      Nudges nudges,
      Announcements announcements) {
    this.release = release;
    this.scaler = scaler;
    this.lookout = lookout;
    this.nudges = nudges;
    this.announcements = announcements;
  }

  /** Looks and changes nothing. Fails as the API does. */
  Map<String, Warmth> follow(Map<String, Integer> instances, Services services) {
    Map<String, Warmth> answers = new LinkedHashMap<>();
    for (Duty duty : duties(instances, services, answers)) {
      answers.put(duty.function(), lookout.look(duty).warmth());
    }
    return answers;
  }

  /** Looks and changes what is to be changed. Fails as the API does. */
  Map<String, Warmth> lead(
      Map<String, Integer> instances, Services services, Ledger ledger, Instant now) {
    Map<String, Warmth> answers = new LinkedHashMap<>();
    List<Duty> duties = duties(instances, services, answers);
    Detected detected = duties.isEmpty() ? Detected.NOTHING : release.detect();
    Outcome outcome = scaler.scale(ledger, wishes(duties, detected, ledger));
    for (Duty duty : duties) {
      Optional<String> obstacle = obstacle(duty, detected, outcome);
      Warmth warmth = warmth(duty, obstacle);
      answers.put(duty.function(), warmth);
      announcements.status(duty.service(), warmth, obstacle.isPresent(), now);
    }
    tell(duties, outcome, services, now);
    return answers;
  }

  /** The functions that are wanted and have a Service; the others are answered at once. */
  private List<Duty> duties(
      Map<String, Integer> instances, Services services, Map<String, Warmth> answers) {
    List<Duty> duties = new ArrayList<>();
    instances.forEach(
        (function, wanted) -> {
          Found found = services.find(function);
          if (wanted <= 0) {
            answers.put(function, AT_REST);
          } else if (found.service().isEmpty()) {
            answers.put(function, new Warmth(wanted, 0, Optional.of(found.problem())));
          } else {
            duties.add(new Duty(function, wanted, found.service().get()));
          }
        });
    lookout.keepOnly(duties.stream().map(Duty::function).collect(Collectors.toSet()));
    return duties;
  }

  private static Map<Target, Wish> wishes(List<Duty> duties, Detected detected, Ledger ledger) {
    Map<Target, Wish> wishes = new HashMap<>();
    duties.forEach(
        duty ->
            duty.wishes(detected.patched(), ledger)
                .forEach((target, wish) -> wishes.merge(target, wish, Wish::larger)));
    return wishes;
  }

  /** What more than time is needed for. */
  private static Optional<String> obstacle(Duty duty, Detected detected, Outcome outcome) {
    Stream<String> own =
        Stream.of(detected.problem()).filter(problem -> detected.patched().isEmpty());
    Stream<String> ofTargets =
        outcome.problems().entrySet().stream()
            .filter(each -> duty.route().revisions().contains(each.getKey().revision()))
            .map(each -> each.getKey() + " " + each.getValue())
            .sorted();
    Stream<String> foreign =
        outcome.left().entrySet().stream()
            .filter(each -> duty.route().revisions().contains(each.getKey().target().revision()))
            .map(each -> each.getKey().target() + " keeps the " + titles(each.getValue()))
            .map(text -> text + " that somebody else gave it meanwhile")
            .sorted();
    return Stream.of(own, ofTargets, foreign).flatMap(texts -> texts).findFirst();
  }

  private static String titles(Set<Bound> bounds) {
    return bounds.stream().sorted().map(Bound::title).collect(Collectors.joining(" and "));
  }

  private Warmth warmth(Duty duty, Optional<String> obstacle) {
    Sight sight = lookout.look(duty);
    Warmth seen = sight.warmth();
    if (seen.isWarm()) {
      return seen;
    }
    Optional<String> unreached = sight.isStuckAtZero() ? nudge(duty) : Optional.empty();
    return new Warmth(seen.wanted(), seen.warm(), obstacle.or(() -> unreached).or(seen::problem));
  }

  private Optional<String> nudge(Duty duty) {
    Optional<String> problem =
        nudges
            .problem(duty.function())
            .map(text -> "a request to start the first instance failed: " + text);
    duty.route().address().ifPresent(address -> nudges.send(duty.function(), address));
    return problem;
  }

  private void tell(List<Duty> duties, Outcome outcome, Services services, Instant now) {
    announcements.keepOnly(
        duties.stream().map(duty -> duty.route().service()).collect(Collectors.toSet()));
    outcome
        .left()
        .forEach(
            (change, bounds) ->
                services
                    .named(change.patch().loan().service())
                    .ifPresent(
                        service ->
                            bounds.forEach(
                                bound ->
                                    announcements.leftAlone(
                                        service, change.target(), bound, now))));
    outcome
        .returned()
        .forEach(
            name ->
                services.named(name).ifPresent(service -> announcements.restored(service, now)));
  }
}
