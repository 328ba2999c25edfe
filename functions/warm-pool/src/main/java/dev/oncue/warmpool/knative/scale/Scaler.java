package dev.oncue.warmpool.knative.scale;

import dev.oncue.warmpool.knative.api.ApiFaults;
import dev.oncue.warmpool.knative.api.FaultLog;
import dev.oncue.warmpool.knative.api.KubernetesApi;
import dev.oncue.warmpool.knative.api.PoolLease;
import dev.oncue.warmpool.knative.saved.SavedAnnotations;
import dev.oncue.warmpool.knative.saved.SavedConfigMap;
import dev.oncue.warmpool.knative.saved.SavedObjects;
import dev.oncue.warmpool.knative.serving.ScaleBound;
import dev.oncue.warmpool.knative.serving.ScaleTarget;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Brings annotations to what is wanted, and back. All that is about to be changed is put on record
 * first, and taken off only once it was seen to be as it was before, so whoever comes next finds
 * everything that is in between. Not thread-safe.
 */
public final class Scaler {
  private final KubernetesApi api;
  private final SavedConfigMap savedConfigMap;
  private final PoolLease lease;
  private final Patcher patcher;
  private final FaultLog faultLog;

  /**
   * What came of it.
   *
   * @param problems by object, each the rest of a sentence that starts with the object
   * @param left annotations that somebody else changed, by object
   * @param returned Services that have just got everything back
   */
  public record Outcome(
      Map<ScaleTarget, String> problems, Map<Change, Set<ScaleBound>> left, Set<String> returned) {}

  /** Saves what it changes, and changes it while the lease is held. */
  public Scaler(
      KubernetesApi api,
      SavedConfigMap savedConfigMap,
      PoolLease lease,
      Patcher patcher,
      FaultLog faultLog) {
    this.api = api;
    this.savedConfigMap = savedConfigMap;
    this.lease = lease;
    this.patcher = patcher;
    this.faultLog = faultLog;
  }

  /**
   * One step; what is missing comes with the next. An object that cannot be read or changed is left
   * as it is, with its record, and does not hold up the others. Fails where the API cannot be used
   * at all.
   *
   * @param savedObjects as it was just read
   * @param desiredScales by object; what is saved and not among them is restored
   */
  public Outcome scale(SavedObjects savedObjects, Map<ScaleTarget, DesiredScale> desiredScales) {
    Map<ScaleTarget, String> problems = new HashMap<>();
    List<Change> changes = new ArrayList<>();
    SavedObjects next = savedObjects;
    for (Map.Entry<ScaleTarget, DesiredScale> each :
        everything(savedObjects, desiredScales).entrySet()) {
      ScaleTarget target = each.getKey();
      if (!savedObjects.isReadable(target)) {
        problems.put(target, "has a record that cannot be read, so it is left alone");
        continue;
      }
      try {
        Optional<Change> change = change(savedObjects, target, each.getValue());
        next = next.with(target, change.map(this::onRecord));
        change.ifPresent(changes::add);
      } catch (Throwable e) {
        problems.put(target, "cannot be read: " + leftOut(target, e));
      }
    }
    boolean isOnRecord =
        next.equals(savedObjects) || lease.isLeader() && savedConfigMap.write(next);
    if (!isOnRecord) {
      return new Outcome(problems, left(changes), Set.of());
    }
    problems.putAll(write(changes));
    return new Outcome(problems, left(changes), returned(savedObjects, next));
  }

  /** Reads what {@link #scale} would, and changes nothing. Fails as the API does. */
  public void rehearse(SavedObjects savedObjects, Map<ScaleTarget, DesiredScale> desiredScales) {
    everything(savedObjects, desiredScales)
        .forEach((target, desired) -> change(savedObjects, target, desired));
  }

  private String leftOut(ScaleTarget target, Throwable fault) {
    ApiFaults.throwIfAway(fault);
    return faultLog.add(target.toString(), fault);
  }

  private static SortedMap<ScaleTarget, DesiredScale> everything(
      SavedObjects savedObjects, Map<ScaleTarget, DesiredScale> desiredScales) {
    SortedMap<ScaleTarget, DesiredScale> all = new TreeMap<>();
    savedObjects
        .annotations()
        .forEach((target, saved) -> all.put(target, new DesiredScale(saved.service(), 0)));
    all.putAll(desiredScales);
    return all;
  }

  /** Empty: the object is gone, and with it what was changed. */
  private Optional<Change> change(
      SavedObjects savedObjects, ScaleTarget target, DesiredScale desired) {
    Optional<? extends HasMetadata> object = api.target(target);
    if (object.isEmpty()) {
      patcher.forget(target);
      return Optional.empty();
    }
    return object.map(found -> change(savedObjects, target, desired, found));
  }

  private Change change(
      SavedObjects savedObjects, ScaleTarget target, DesiredScale desired, HasMetadata object) {
    String uid = object.getMetadata().getUid();
    SavedAnnotations saved = savedObjects.of(target, uid, desired.service());
    return new Change(
        target,
        object,
        saved,
        ScalePatch.of(object.getMetadata().getAnnotations(), saved, desired.instances()));
  }

  /** While a change may still arrive it stays on record, even where nothing is to be restored. */
  private SavedAnnotations onRecord(Change change) {
    SavedAnnotations saved = change.patch().saved();
    return saved.isEmpty() && patcher.mayArrive(change.target()) ? change.before() : saved;
  }

  private Map<ScaleTarget, String> write(List<Change> changes) {
    Map<ScaleTarget, String> problems = new HashMap<>();
    for (Change change : changes) {
      if (!change.isNeeded()) {
        patcher.settled(change.target());
      } else if (lease.isLeader()) {
        patch(change).ifPresent(problem -> problems.put(change.target(), problem));
      }
    }
    return problems;
  }

  private Optional<String> patch(Change change) {
    try {
      return patcher.patch(change);
    } catch (Throwable e) {
      return Optional.of("cannot be changed: " + leftOut(change.target(), e));
    }
  }

  private static Map<Change, Set<ScaleBound>> left(List<Change> changes) {
    return changes.stream()
        .filter(change -> !change.patch().left().isEmpty())
        .collect(Collectors.toMap(change -> change, change -> change.patch().left()));
  }

  private static Set<String> returned(SavedObjects before, SavedObjects after) {
    Set<String> services = services(before);
    services.removeAll(services(after));
    return services;
  }

  private static Set<String> services(SavedObjects savedObjects) {
    return savedObjects.annotations().values().stream()
        .map(SavedAnnotations::service)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
