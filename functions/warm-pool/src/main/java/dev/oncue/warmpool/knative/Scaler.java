package dev.oncue.warmpool.knative;

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
final class Scaler {
  private final KubernetesApi api;
  private final LedgerMap ledgers;
  private final PoolLease lease;
  private final Patcher patcher;

  /**
   * What came of it.
   *
   * @param problems by object, each the rest of a sentence that starts with the object
   * @param left annotations that somebody else changed, by object
   * @param returned Services that have just got everything back
   */
  record Outcome(
      Map<Target, String> problems, Map<Change, Set<Bound>> left, Set<String> returned) {}

  Scaler(KubernetesApi api, LedgerMap ledgers, PoolLease lease, Patcher patcher) {
    this.api = api;
    this.ledgers = ledgers;
    this.lease = lease;
    this.patcher = patcher;
  }

  /**
   * One step; what is missing comes with the next. Fails where the API cannot be used at all.
   *
   * @param ledger as it was just read
   * @param wishes by object; what is on record and not among them is given back
   */
  Outcome scale(Ledger ledger, Map<Target, Wish> wishes) {
    Map<Target, String> problems = new HashMap<>();
    List<Change> changes = new ArrayList<>();
    Ledger next = ledger;
    for (Map.Entry<Target, Wish> each : everything(ledger, wishes).entrySet()) {
      Target target = each.getKey();
      if (!ledger.isReadable(target)) {
        problems.put(target, "has a record that cannot be read, so it is left alone");
        continue;
      }
      Optional<Change> change = change(ledger, target, each.getValue());
      next = next.with(target, change.map(this::onRecord));
      change.ifPresent(changes::add);
    }
    boolean isOnRecord = next.equals(ledger) || lease.isLeader() && ledgers.write(next);
    if (!isOnRecord) {
      return new Outcome(problems, left(changes), Set.of());
    }
    problems.putAll(write(changes));
    return new Outcome(problems, left(changes), returned(ledger, next));
  }

  private static SortedMap<Target, Wish> everything(Ledger ledger, Map<Target, Wish> wishes) {
    SortedMap<Target, Wish> all = new TreeMap<>();
    ledger.loans().forEach((target, loan) -> all.put(target, new Wish(loan.service(), 0)));
    all.putAll(wishes);
    return all;
  }

  /** Empty: the object is gone, and with it what was borrowed. */
  private Optional<Change> change(Ledger ledger, Target target, Wish wish) {
    Optional<? extends HasMetadata> object = api.target(target);
    if (object.isEmpty()) {
      patcher.forget(target);
      return Optional.empty();
    }
    return object.map(found -> change(ledger, target, wish, found));
  }

  private Change change(Ledger ledger, Target target, Wish wish, HasMetadata object) {
    String uid = object.getMetadata().getUid();
    Loan loan = ledger.of(target, uid, wish.service());
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return new Change(
        target,
        object,
        loan,
        ScalePatch.of(annotations == null ? Map.of() : annotations, loan, wish.instances()));
  }

  /** While a change may still arrive it stays on record, even where nothing is to be given back. */
  private Loan onRecord(Change change) {
    Loan loan = change.patch().loan();
    return loan.isEmpty() && patcher.mayArrive(change.target()) ? change.before() : loan;
  }

  private Map<Target, String> write(List<Change> changes) {
    Map<Target, String> problems = new HashMap<>();
    for (Change change : changes) {
      if (!change.isNeeded()) {
        patcher.settled(change.target());
      } else if (lease.isLeader()) {
        patcher.patch(change).ifPresent(problem -> problems.put(change.target(), problem));
      }
    }
    return problems;
  }

  private static Map<Change, Set<Bound>> left(List<Change> changes) {
    return changes.stream()
        .filter(change -> !change.patch().left().isEmpty())
        .collect(Collectors.toMap(change -> change, change -> change.patch().left()));
  }

  private static Set<String> returned(Ledger before, Ledger after) {
    Set<String> services = services(before);
    services.removeAll(services(after));
    return services;
  }

  private static Set<String> services(Ledger ledger) {
    return ledger.loans().values().stream()
        .map(Loan::service)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
