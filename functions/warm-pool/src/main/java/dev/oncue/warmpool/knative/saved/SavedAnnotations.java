package dev.oncue.warmpool.knative.saved;

import dev.oncue.warmpool.knative.serving.ScaleBound;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The annotations of one object that are changed, with what they were before, so that they can be
 * restored. Immutable.
 *
 * @param uid of the object; one of the same name with another uid is another object
 * @param service the Knative Service it belongs to
 * @param values the annotations that are, or may be, changed
 */
public record SavedAnnotations(String uid, String service, Map<ScaleBound, SavedValue> values) {
  public SavedAnnotations {
    values = Map.copyOf(values);
  }

  /** Nothing of an object is changed. */
  public static SavedAnnotations none(String uid, String service) {
    return new SavedAnnotations(uid, service, Map.of());
  }

  /** Whether nothing is changed. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** What is saved of one annotation. */
  public Optional<SavedValue> of(ScaleBound bound) {
    return Optional.ofNullable(values.get(bound));
  }

  /**
   * One annotation.
   *
   * @param original what was there before; empty: nothing was
   * @param ours what may be there of ours, the latest last. More than one value, because a write
   *     whose answer was lost may still arrive; never more than {@link #MAX_VALUES}
   */
  public record SavedValue(Optional<String> original, List<String> ours) {
    static final int MAX_VALUES = 16;

    public SavedValue {
      ours = List.copyOf(ours);
    }

    /** The first change of an annotation. */
    public static SavedValue first(Optional<String> original, String value) {
      return new SavedValue(original, List.of(value));
    }

    /** One more change of it. */
    public SavedValue then(String value) {
      List<String> others = ours.stream().filter(each -> !each.equals(value)).toList();
      return new SavedValue(
          original,
          Stream.concat(
                  others.stream().skip(Math.max(0, others.size() + 1 - MAX_VALUES)),
                  Stream.of(value))
              .toList());
    }

    /** Whose value it has now. */
    public Ownership ownership(Optional<String> now) {
      if (now.isPresent() && ours.contains(now.get())) {
        return Ownership.OURS;
      }
      return now.equals(original) ? Ownership.ORIGINAL : Ownership.FOREIGN;
    }
  }

  /** Whose value an annotation has. */
  public enum Ownership {
    ORIGINAL,
    OURS,
    /** Somebody else's, who changed it after it was saved. */
    FOREIGN
  }
}
