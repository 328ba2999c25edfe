package dev.oncue.loadtest.poll;

import dev.oncue.loadtest.Latencies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was sent and what the engine promised. Belongs to the event loop. */
final class Ledger {
  private static final int MAX_EXAMPLES = 5;

  private final Map<String, String> acknowledged = new HashMap<>();
  private final List<String> examples = new ArrayList<>();
  final Latencies latencies = new Latencies();
  int sent;
  int retried;
  int duplicate;
  int closed;
  int malformed;
  int errors;
  int reconnects;

  /** The ballot of a viewer was answered 200 for the first time. */
  void acknowledge(String viewer, String option) {
    acknowledged.put(viewer, option);
  }

  /** Something went otherwise than the contract says. */
  void error(String what) {
    errors++;
    if (examples.size() < MAX_EXAMPLES) {
      examples.add(what);
    }
  }

  /** How many ballots were acknowledged, each viewer's once. */
  int accepted() {
    return acknowledged.size();
  }

  /** The acknowledged ballots per option. */
  Map<String, Integer> acknowledgedCounts() {
    Map<String, Integer> counts = new TreeMap<>();
    acknowledged.values().forEach(option -> counts.merge(option, 1, Integer::sum));
    return counts;
  }

  /** The first few errors. */
  List<String> examples() {
    return examples;
  }
}
