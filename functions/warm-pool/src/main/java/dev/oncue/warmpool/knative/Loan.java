package dev.oncue.warmpool.knative;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was borrowed of one object: annotations, which it is given back as they were. Immutable.
 *
 * @param uid of the object; one of the same name with another uid is another object
 * @param service the Knative Service it belongs to
 * @param lent the annotations that are, or may be, changed
 */
record Loan(String uid, String service, Map<Bound, Lent> lent) {
  Loan {
    lent = Map.copyOf(lent);
  }

  static Loan none(String uid, String service) {
    return new Loan(uid, service, Map.of());
  }

  boolean isEmpty() {
    return lent.isEmpty();
  }

  Optional<Lent> of(Bound bound) {
    return Optional.ofNullable(lent.get(bound));
  }

  /**
   * One annotation.
   *
   * @param original what was there before; empty: nothing was
   * @param ours what may be there of ours, the latest last. More than one value, because a write
   *     whose answer was lost may still arrive; never more than {@link #MAX_VALUES}
   */
  record Lent(Optional<String> original, List<String> ours) {
    static final int MAX_VALUES = 16;

    Lent {
      ours = List.copyOf(ours);
    }

    static Lent first(Optional<String> original, String value) {
      return new Lent(original, List.of(value));
    }

    Lent then(String value) {
      List<String> others = ours.stream().filter(each -> !each.equals(value)).toList();
      return new Lent(
          original,
          Stream.concat(
                  others.stream().skip(Math.max(0, others.size() + 1 - MAX_VALUES)),
                  Stream.of(value))
              .toList());
    }

    Standing standing(Optional<String> now) {
      if (now.isPresent() && ours.contains(now.get())) {
        return Standing.OURS;
      }
      return now.equals(original) ? Standing.ORIGINAL : Standing.FOREIGN;
    }
  }

  /** Whose value an annotation has. */
  enum Standing {
    ORIGINAL,
    OURS,
    /** Somebody else's, who changed it after it was lent. */
    FOREIGN
  }
}
