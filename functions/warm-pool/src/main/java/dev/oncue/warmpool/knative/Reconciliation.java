package dev.oncue.warmpool.knative;

import dev.oncue.warmpool.knative.api.ApiFaults;
import dev.oncue.warmpool.knative.api.FaultLog;
import dev.oncue.warmpool.knative.event.EventRecorder;
import dev.oncue.warmpool.knative.observe.ReadinessObserver;
import dev.oncue.warmpool.knative.observe.ReadinessObserver.Observation;
import dev.oncue.warmpool.knative.observe.ServingRelease;
import dev.oncue.warmpool.knative.observe.ServingRelease.Detected;
import dev.oncue.warmpool.knative.saved.SavedObjects;
import dev.oncue.warmpool.knative.scale.DesiredScale;
import dev.oncue.warmpool.knative.scale.Scaler;
import dev.oncue.warmpool.knative.scale.Scaler.Outcome;
import dev.oncue.warmpool.knative.serving.ScaleBound;
import dev.oncue.warmpool.knative.serving.ScaleTarget;
import dev.oncue.warmpool.knative.serving.ServiceLookup;
import dev.oncue.warmpool.knative.serving.Services;
import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.warmpool.pool.FunctionStatus.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One look at the cluster, and what follows from it. What goes wrong with one function is that
 * function's problem, and does not hold up the others. Not thread-safe.
 */
final class Reconciliation {
  private static final FunctionStatus AT_REST = new FunctionStatus(0, 0, Optional.empty());

  private final ServingRelease release;
  private final Scaler scaler;
  private final ReadinessObserver observer;
  private final WakeUpRequests wakeUpRequests;
  private final EventRecorder events;
  private final LastSeen lastSeen;
  private final FaultLog faultLog;

  Reconciliation(
      ServingRelease release,
      Scaler scaler,
      ReadinessObserver observer,
      WakeUpRequests wakeUpRequests,
      EventRecorder events,
      LastSeen lastSeen,
      FaultLog faultLog) {
    this.release = release;
    this.scaler = scaler;
    this.observer = observer;
    this.wakeUpRequests = wakeUpRequests;
    this.events = events;
    this.lastSeen = lastSeen;
    this.faultLog = faultLog;
  }

  /** Looks and changes nothing. Fails as the API does. */
  Map<String, FunctionStatus> follow(Map<String, Integer> instances, Services services) {
    Map<String, FunctionStatus> answers = new LinkedHashMap<>();
    for (WarmFunction warmFunction : warmFunctions(instances, services, answers)) {
      answers.put(
          warmFunction.function(),
          guarded(warmFunction, () -> observe(warmFunction).functionStatus()));
    }
    return answers;
  }

  /** Looks and changes what is to be changed. Fails as the API does. */
  Map<String, FunctionStatus> lead(
      Map<String, Integer> instances, Services services, SavedObjects savedObjects, Instant now) {
    Map<String, FunctionStatus> answers = new LinkedHashMap<>();
    List<WarmFunction> warmFunctions = warmFunctions(instances, services, answers);
    Detected detected = warmFunctions.isEmpty() ? Detected.NOTHING : release.detect();
    Outcome outcome =
        scaler.scale(savedObjects, desiredScales(warmFunctions, detected, savedObjects));
    for (WarmFunction warmFunction : warmFunctions) {
      answers.put(
          warmFunction.function(),
          guarded(warmFunction, () -> lead(warmFunction, detected, outcome, now)));
    }
    recordEvents(warmFunctions, outcome, services, now);
    return answers;
  }

  private FunctionStatus lead(
      WarmFunction warmFunction, Detected detected, Outcome outcome, Instant now) {
    FunctionStatus functionStatus =
        functionStatus(warmFunction, obstacle(warmFunction, detected, outcome));
    events.status(warmFunction.service(), functionStatus, now);
    return functionStatus;
  }

  private FunctionStatus guarded(WarmFunction warmFunction, Supplier<FunctionStatus> look) {
    try {
      FunctionStatus functionStatus = look.get();
      lastSeen.saw(warmFunction.function(), functionStatus);
      return functionStatus;
    } catch (Throwable e) {
      return leftOut(warmFunction.function(), warmFunction.wanted(), e);
    }
  }

  private FunctionStatus leftOut(String function, int wanted, Throwable fault) {
    ApiFaults.throwIfAway(fault);
    String problem = function + " cannot be looked at: " + faultLog.add(function, fault);
    return lastSeen.unknown(function, wanted, problem);
  }

  /** Makes the calls of {@link #lead} and changes nothing. Fails as the API does. */
  void rehearse(Collection<String> functions, Services services, SavedObjects savedObjects) {
    Map<String, Integer> one =
        functions.stream().collect(Collectors.toMap(function -> function, function -> 1));
    List<WarmFunction> warmFunctions = warmFunctions(one, services, new HashMap<>());
    scaler.rehearse(savedObjects, desiredScales(warmFunctions, release.detect(), savedObjects));
    warmFunctions.forEach(this::observe);
    observer.keepOnly(Set.of());
  }

  /** The functions that are wanted and have a Service; the others are answered at once. */
  private List<WarmFunction> warmFunctions(
      Map<String, Integer> instances, Services services, Map<String, FunctionStatus> answers) {
    List<WarmFunction> warmFunctions = new ArrayList<>();
    instances.forEach(
        (function, wanted) -> {
          if (wanted <= 0) {
            answers.put(function, AT_REST);
            return;
          }
          try {
            ServiceLookup found = services.find(function);
            found
                .service()
                .ifPresentOrElse(
                    service -> warmFunctions.add(new WarmFunction(function, wanted, service)),
                    () -> answers.put(function, FunctionStatus.heldUp(wanted, found.problem())));
          } catch (Throwable e) {
            answers.put(function, leftOut(function, wanted, e));
          }
        });
    observer.keepOnly(
        warmFunctions.stream().map(WarmFunction::function).collect(Collectors.toSet()));
    return warmFunctions;
  }

  private static Map<ScaleTarget, DesiredScale> desiredScales(
      List<WarmFunction> warmFunctions, Detected detected, SavedObjects savedObjects) {
    Map<ScaleTarget, DesiredScale> desiredScales = new HashMap<>();
    warmFunctions.forEach(
        warmFunction ->
            warmFunction
                .desiredScales(detected.patched(), savedObjects)
                .forEach(
                    (target, desired) ->
                        desiredScales.merge(target, desired, DesiredScale::larger)));
    return desiredScales;
  }

  /** What more than time is needed for. */
  private static Optional<String> obstacle(
      WarmFunction warmFunction, Detected detected, Outcome outcome) {
    Stream<String> own =
        Stream.of(detected.problem()).filter(problem -> detected.patched().isEmpty());
    Stream<String> ofTargets =
        outcome.problems().entrySet().stream()
            .filter(each -> warmFunction.route().revisions().contains(each.getKey().revision()))
            .map(each -> each.getKey() + " " + each.getValue())
            .sorted();
    Stream<String> foreign =
        outcome.left().entrySet().stream()
            .filter(
                each ->
                    warmFunction.route().revisions().contains(each.getKey().target().revision()))
            .map(each -> each.getKey().target() + " keeps the " + titles(each.getValue()))
            .map(text -> text + " that somebody else gave it meanwhile")
            .sorted();
    return Stream.of(own, ofTargets, foreign).flatMap(texts -> texts).findFirst();
  }

  private static String titles(Set<ScaleBound> bounds) {
    return bounds.stream().sorted().map(ScaleBound::title).collect(Collectors.joining(" and "));
  }

  private FunctionStatus functionStatus(WarmFunction warmFunction, Optional<String> obstacle) {
    Observation observation = observe(warmFunction);
    FunctionStatus seen = observation.functionStatus();
    if (seen.isWarm()) {
      return seen;
    }
    Optional<String> unreached =
        observation.isStuckAtZero() ? wakeUp(warmFunction) : Optional.empty();
    Optional<String> heldUp = obstacle.or(() -> unreached);
    boolean isCounted = seen.finding() == Finding.COUNTED;
    return new FunctionStatus(
        seen.wanted(),
        seen.warm(),
        heldUp.or(seen::problem),
        heldUp.isPresent() && isCounted ? Finding.HELD_UP : seen.finding());
  }

  private Observation observe(WarmFunction warmFunction) {
    return observer.observe(warmFunction.function(), warmFunction.wanted(), warmFunction.route());
  }

  private Optional<String> wakeUp(WarmFunction warmFunction) {
    Optional<String> problem =
        wakeUpRequests
            .problem(warmFunction.function())
            .map(text -> "a request to start the first instance failed: " + text);
    warmFunction
        .route()
        .address()
        .ifPresent(address -> wakeUpRequests.send(warmFunction.function(), address));
    return problem;
  }

  private void recordEvents(
      List<WarmFunction> warmFunctions, Outcome outcome, Services services, Instant now) {
    events.keepOnly(
        warmFunctions.stream()
            .map(warmFunction -> warmFunction.route().service())
            .collect(Collectors.toSet()));
    outcome
        .left()
        .forEach(
            (change, bounds) ->
                services
                    .named(change.patch().saved().service())
                    .ifPresent(
                        service ->
                            bounds.forEach(
                                bound -> events.leftAlone(service, change.target(), bound, now))));
    outcome
        .returned()
        .forEach(name -> services.named(name).ifPresent(service -> events.restored(service, now)));
  }
}
