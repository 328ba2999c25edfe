package dev.oncue.warmpool.knative;

import io.fabric8.knative.serving.v1.Service;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A function that is to be kept hot.
 *
 * @param wanted instances, more than none
 */
record Duty(String function, int wanted, Service service, Route route) {
  Duty(String function, int wanted, Service service) {
    this(function, wanted, service, Route.of(service));
  }

  /**
   * What its Revisions are to be brought to: each to all instances, for none knows which of them
   * the next request meets.
   *
   * @param patched what Knative lets be patched; empty: not known, so that nothing new is begun
   * @param ledger what was begun already
   */
  Map<Target, Wish> wishes(Optional<Kind> patched, Ledger ledger) {
    Map<Target, Wish> wishes = new HashMap<>();
    for (String revision : route.revisions()) {
      for (Kind kind : Kind.values()) {
        Target target = new Target(kind, revision);
        if (patched.map(known -> known == kind).orElse(ledger.loans().containsKey(target))) {
          wishes.put(target, new Wish(route.service(), wanted));
        }
      }
    }
    return wishes;
  }
}
