package dev.oncue.warmpool.knative;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that is borrowed at the moment, as the data of a ConfigMap: one key for each object.
 * Immutable.
 *
 * @param loans by object, in the order of their keys
 * @param unreadable what is there and not understood: it is kept, and its object is not touched
 */
record Ledger(SortedMap<Target, Loan> loans, Map<String, String> unreadable) {
  static Ledger read(Map<String, String> data) {
    SortedMap<Target, Loan> loans = new TreeMap<>();
    Map<String, String> unreadable = new LinkedHashMap<>();
    data.forEach(
        (key, text) -> {
          Optional<Target> target = Target.of(key);
          Optional<Loan> loan = target.flatMap(known -> LoanJson.read(text));
          loan.ifPresentOrElse(
              readable -> loans.put(target.get(), readable), () -> unreadable.put(key, text));
        });
    return new Ledger(loans, unreadable);
  }

  Map<String, String> data() {
    Map<String, String> data = new TreeMap<>(unreadable);
    loans.forEach((target, loan) -> data.put(target.key(), LoanJson.write(loan)));
    return data;
  }

  boolean isReadable(Target target) {
    return !unreadable.containsKey(target.key());
  }

  /** The loan of an object; an empty one where there is none, or where it is of another object. */
  Loan of(Target target, String uid, String service) {
    Loan loan = loans.get(target);
    return loan != null && loan.uid().equals(uid) ? loan : Loan.none(uid, service);
  }

  /** This ledger with another loan of an object; none, or an empty one, is taken off. */
  Ledger with(Target target, Optional<Loan> loan) {
    SortedMap<Target, Loan> changed = new TreeMap<>(loans);
    changed.remove(target);
    loan.filter(some -> !some.isEmpty()).ifPresent(some -> changed.put(target, some));
    return new Ledger(changed, unreadable);
  }
}
