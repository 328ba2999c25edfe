package dev.oncue.warmpool.knative.scale;

import dev.oncue.warmpool.knative.saved.SavedAnnotations;
import dev.oncue.warmpool.knative.saved.SavedAnnotations.Ownership;
import dev.oncue.warmpool.knative.saved.SavedAnnotations.SavedValue;
import dev.oncue.warmpool.knative.serving.ScaleBound;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the annotations of one object get from what they are to what is wanted. Immutable, and a pure
 * function of its arguments, so that doing it again after a crash at any point is harmless.
 *
 * @param changes the annotations to write; empty: to remove
 * @param saved what must be saved before the changes are made
 * @param left annotations that somebody else changed meanwhile, or that cannot be restored because
 *     of such a change; they stay as they are
 */
public record ScalePatch(
    Map<ScaleBound, Optional<String>> changes, SavedAnnotations saved, Set<ScaleBound> left) {
  /**
   * From the one that pushes to the one that is pushed: Knative's webhook wants min-scale to be at
   * most activation-scale, and both at most max-scale (knative/serving
   * pkg/apis/autoscaling/annotation_validation.go, validateMinMaxScale).
   */
  private static final List<ScaleBound> UPWARDS =
      List.of(ScaleBound.MIN, ScaleBound.ACTIVATION, ScaleBound.MAX);

  public ScalePatch {
    changes = Map.copyOf(changes);
    left = Set.copyOf(left);
  }

  /**
   * @param now the annotations of the object
   * @param saved what is saved of it
   * @param wanted instances; 0: everything is restored
   */
  static ScalePatch of(Map<String, String> now, SavedAnnotations saved, int wanted) {
    Map<String, String> plain = plain(now, saved);
    Map<ScaleBound, Optional<String>> changes = new EnumMap<>(ScaleBound.class);
    Map<ScaleBound, SavedValue> values = new EnumMap<>(ScaleBound.class);
    Set<ScaleBound> left = EnumSet.noneOf(ScaleBound.class);
    int floor = allowed(now, saved, wanted);
    for (ScaleBound bound : UPWARDS) {
      Step step =
          new Step(bound.literal(now), raised(bound, now, plain, saved, floor), saved.of(bound));
      if (step.isChange()) {
        changes.put(bound, step.next());
      }
      if (step.isLeft(wanted)) {
        left.add(bound);
      }
      step.saved(wanted).ifPresent(value -> values.put(bound, value));
      floor = Math.max(bound == ScaleBound.MIN ? 0 : floor, value(bound, plain, step.next()));
    }
    return new ScalePatch(
        changes, new SavedAnnotations(saved.uid(), saved.service(), values), left);
  }

  /** What others set in the meantime is not raised, and so limits what can be wanted. */
  private static int allowed(Map<String, String> now, SavedAnnotations saved, int wanted) {
    return Stream.of(ScaleBound.ACTIVATION, ScaleBound.MAX)
        .filter(bound -> isForeign(bound, now, saved) && bound.in(now) > 0)
        .mapToInt(bound -> bound.in(now))
        .reduce(wanted, Math::min);
  }

  private static boolean isForeign(
      ScaleBound bound, Map<String, String> now, SavedAnnotations saved) {
    return saved
        .of(bound)
        .filter(savedValue -> savedValue.ownership(bound.literal(now)) == Ownership.FOREIGN)
        .isPresent();
  }

  /** The annotations as they would be without us. */
  private static Map<String, String> plain(Map<String, String> now, SavedAnnotations saved) {
    Map<String, String> plain = new HashMap<>(now);
    saved
        .values()
        .forEach(
            (bound, savedValue) -> {
              if (savedValue.ownership(bound.literal(now)) == Ownership.OURS) {
                put(plain, bound, savedValue.original());
              }
            });
    return plain;
  }

  private static void put(
      Map<String, String> annotations, ScaleBound bound, Optional<String> value) {
    value.ifPresentOrElse(
        text -> annotations.put(bound.key(), text), () -> annotations.remove(bound.key()));
  }

  /** What is to be written: what would be there without us, or more where more is needed. */
  private static Optional<String> raised(
      ScaleBound bound,
      Map<String, String> now,
      Map<String, String> plain,
      SavedAnnotations saved,
      int floor) {
    if (isForeign(bound, now, saved)) {
      return bound.literal(now);
    }
    int value = bound.in(plain);
    boolean isUnbound = bound != ScaleBound.MIN && value == 0;
    return isUnbound || value >= floor
        ? bound.literal(plain)
        : Optional.of(Integer.toString(floor));
  }

  private static int value(ScaleBound bound, Map<String, String> plain, Optional<String> next) {
    Map<String, String> then = new HashMap<>(plain);
    put(then, bound, next);
    return bound.in(then);
  }

  /**
   * What happens to one annotation.
   *
   * @param now its value
   * @param next its value afterwards
   * @param before what is on record
   */
  private record Step(Optional<String> now, Optional<String> next, Optional<SavedValue> before) {
    boolean isChange() {
      return !next.equals(now);
    }

    private Ownership ownership() {
      return before.map(savedValue -> savedValue.ownership(now)).orElse(Ownership.ORIGINAL);
    }

    boolean isLeft(int wanted) {
      boolean isKept = ownership() == Ownership.OURS && wanted == 0 && !isChange();
      return ownership() == Ownership.FOREIGN || isKept;
    }

    /** What must be on record. Nothing, where the value is nobody's concern any more. */
    Optional<SavedValue> saved(int wanted) {
      if (!isChange()) {
        return ownership() == Ownership.ORIGINAL || wanted == 0 ? Optional.empty() : before;
      }
      if (before.isEmpty()) {
        return Optional.of(SavedValue.first(now, next.get()));
      }
      boolean isReturn = next.equals(before.get().original());
      return isReturn ? before : before.map(savedValue -> savedValue.then(next.get()));
    }
  }
}
