package dev.oncue.warmpool.knative;

import dev.oncue.warmpool.knative.Loan.Lent;
import dev.oncue.warmpool.knative.Loan.Standing;
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
 * @param loan what must be on record before the changes are made
 * @param left annotations that somebody else changed meanwhile, or that cannot be given back
 *     because of such a change; they stay as they are
 */
record ScalePatch(Map<Bound, Optional<String>> changes, Loan loan, Set<Bound> left) {
  /**
   * From the one that pushes to the one that is pushed: Knative's webhook wants min-scale to be at
   * most activation-scale, and both at most max-scale (knative/serving
   * pkg/apis/autoscaling/annotation_validation.go, validateMinMaxScale).
   */
  private static final List<Bound> UPWARDS = List.of(Bound.MIN, Bound.ACTIVATION, Bound.MAX);

  ScalePatch {
    changes = Map.copyOf(changes);
    left = Set.copyOf(left);
  }

  /**
   * @param now the annotations of the object
   * @param loan what is on record of it
   * @param wanted instances; 0: everything is given back
   */
  static ScalePatch of(Map<String, String> now, Loan loan, int wanted) {
    Map<String, String> plain = plain(now, loan);
    Map<Bound, Optional<String>> changes = new EnumMap<>(Bound.class);
    Map<Bound, Lent> lent = new EnumMap<>(Bound.class);
    Set<Bound> left = EnumSet.noneOf(Bound.class);
    int floor = allowed(now, loan, wanted);
    for (Bound bound : UPWARDS) {
      Step step =
          new Step(bound.literal(now), raised(bound, now, plain, loan, floor), loan.of(bound));
      if (step.isChange()) {
        changes.put(bound, step.next());
      }
      if (step.isLeft(wanted)) {
        left.add(bound);
      }
      step.lent(wanted).ifPresent(value -> lent.put(bound, value));
      floor = Math.max(bound == Bound.MIN ? 0 : floor, value(bound, plain, step.next()));
    }
    return new ScalePatch(changes, new Loan(loan.uid(), loan.service(), lent), left);
  }

  /** What others set in the meantime is not raised, and so limits what can be wanted. */
  private static int allowed(Map<String, String> now, Loan loan, int wanted) {
    return Stream.of(Bound.ACTIVATION, Bound.MAX)
        .filter(bound -> isForeign(bound, now, loan) && bound.in(now) > 0)
        .mapToInt(bound -> bound.in(now))
        .reduce(wanted, Math::min);
  }

  private static boolean isForeign(Bound bound, Map<String, String> now, Loan loan) {
    return loan.of(bound)
        .filter(lent -> lent.standing(bound.literal(now)) == Standing.FOREIGN)
        .isPresent();
  }

  /** The annotations as they would be without us. */
  private static Map<String, String> plain(Map<String, String> now, Loan loan) {
    Map<String, String> plain = new HashMap<>(now);
    loan.lent()
        .forEach(
            (bound, lent) -> {
              if (lent.standing(bound.literal(now)) == Standing.OURS) {
                put(plain, bound, lent.original());
              }
            });
    return plain;
  }

  private static void put(Map<String, String> annotations, Bound bound, Optional<String> value) {
    value.ifPresentOrElse(
        text -> annotations.put(bound.key(), text), () -> annotations.remove(bound.key()));
  }

  /** What is to be written: what would be there without us, or more where more is needed. */
  private static Optional<String> raised(
      Bound bound, Map<String, String> now, Map<String, String> plain, Loan loan, int floor) {
    if (isForeign(bound, now, loan)) {
      return bound.literal(now);
    }
    int value = bound.in(plain);
    boolean isUnbound = bound != Bound.MIN && value == 0;
    return isUnbound || value >= floor
        ? bound.literal(plain)
        : Optional.of(Integer.toString(floor));
  }

  private static int value(Bound bound, Map<String, String> plain, Optional<String> next) {
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
  private record Step(Optional<String> now, Optional<String> next, Optional<Lent> before) {
    boolean isChange() {
      return !next.equals(now);
    }

    private Standing standing() {
      return before.map(lent -> lent.standing(now)).orElse(Standing.ORIGINAL);
    }

    boolean isLeft(int wanted) {
      boolean isKept = standing() == Standing.OURS && wanted == 0 && !isChange();
      return standing() == Standing.FOREIGN || isKept;
    }

    /** What must be on record. Nothing, where the value is nobody's concern any more. */
    Optional<Lent> lent(int wanted) {
      if (!isChange()) {
        return standing() == Standing.ORIGINAL || wanted == 0 ? Optional.empty() : before;
      }
      if (before.isEmpty()) {
        return Optional.of(Lent.first(now, next.get()));
      }
      boolean isReturn = next.equals(before.get().original());
      return isReturn ? before : before.map(lent -> lent.then(next.get()));
    }
  }
}
