package dev.oncue.warmpool.knative;

import dev.oncue.warmpool.knative.saved.SavedObjects;
import dev.oncue.warmpool.knative.scale.DesiredScale;
import dev.oncue.warmpool.knative.serving.PatchedKind;
import dev.oncue.warmpool.knative.serving.Route;
import dev.oncue.warmpool.knative.serving.ScaleTarget;
import io.fabric8.knative.serving.v1.Service;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A function that is to be kept hot.
 *
 * @param wanted instances, more than none
 */
public record WarmFunction(String function, int wanted, Service service, Route route) {
  WarmFunction(String function, int wanted, Service service) {
    this(function, wanted, service, Route.of(service));
  }

  /**
   * What its Revisions are to be brought to: each to all instances, for none knows which of them
   * the next request meets.
   *
   * @param patched what Knative lets be patched; empty: not known, so that nothing new is begun
   * @param savedObjects what was begun already
   */
  Map<ScaleTarget, DesiredScale> desiredScales(
      Optional<PatchedKind> patched, SavedObjects savedObjects) {
    Map<ScaleTarget, DesiredScale> desiredScales = new HashMap<>();
    for (String revision : route.revisions()) {
      for (PatchedKind kind : PatchedKind.values()) {
        ScaleTarget target = new ScaleTarget(kind, revision);
        if (patched
            .map(known -> known == kind)
            .orElse(savedObjects.annotations().containsKey(target))) {
          desiredScales.put(target, new DesiredScale(route.service(), wanted));
        }
      }
    }
    return desiredScales;
  }
}
