package dev.oncue.warmpool.knative.saved;

import dev.oncue.warmpool.knative.serving.ScaleTarget;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every object that is changed at the moment, as the data of a ConfigMap: one key for each object.
 * Immutable.
 *
 * @param annotations by object, in the order of their keys
 * @param unreadable what is there and not understood: it is kept, and its object is not touched
 */
public record SavedObjects(
    SortedMap<ScaleTarget, SavedAnnotations> annotations, Map<String, String> unreadable) {
  static SavedObjects read(Map<String, String> data) {
    SortedMap<ScaleTarget, SavedAnnotations> annotations = new TreeMap<>();
    Map<String, String> unreadable = new LinkedHashMap<>();
    data.forEach(
        (key, text) -> {
          Optional<ScaleTarget> target = ScaleTarget.of(key);
          Optional<SavedAnnotations> saved =
              target.flatMap(known -> SavedAnnotationsJson.read(text));
          saved.ifPresentOrElse(
              readable -> annotations.put(target.get(), readable), () -> unreadable.put(key, text));
        });
    return new SavedObjects(annotations, unreadable);
  }

  Map<String, String> data() {
    Map<String, String> data = new TreeMap<>(unreadable);
    annotations.forEach(
        (target, saved) -> data.put(target.key(), SavedAnnotationsJson.write(saved)));
    return data;
  }

  /** Whether what is saved of an object, if anything, is understood. */
  public boolean isReadable(ScaleTarget target) {
    return !unreadable.containsKey(target.key());
  }

  /** What is saved of an object; empty where nothing is, or where it is of another object. */
  public SavedAnnotations of(ScaleTarget target, String uid, String service) {
    SavedAnnotations saved = annotations.get(target);
    return saved != null && saved.uid().equals(uid) ? saved : SavedAnnotations.none(uid, service);
  }

  /**
   * These with something else saved of an object; where that is nothing, the object is taken off.
   */
  public SavedObjects with(ScaleTarget target, Optional<SavedAnnotations> saved) {
    SortedMap<ScaleTarget, SavedAnnotations> changed = new TreeMap<>(annotations);
    changed.remove(target);
    saved.filter(some -> !some.isEmpty()).ifPresent(some -> changed.put(target, some));
    return new SavedObjects(changed, unreadable);
  }
}
