package dev.oncue.coldstart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** The Deployment of a Revision, with its pods. Not thread-safe. */
final class Fleet {
  /**
   * An instance that is told to end stays for half a minute, for requests that still come
   * (knative/serving pkg/queue/sharedmain/main.go, drainSleepDuration).
   */
  private static final long DRAIN = 30_000_000_000L;

  private final Agenda agenda;
  private final Serving serving;
  private final Startup startup;
  private final Random random;
  private final Runnable onSeen;
  private final List<Instance> all = new ArrayList<>();

  /** Those that are asked for, in the order in which they were. */
  private final List<Instance> wanted = new ArrayList<>();

  private List<Instance> ready = List.of();
  private List<Instance> seenByActivator = List.of();

  /**
   * @param onSeen told when the activator sees an instance
   */
  Fleet(Agenda agenda, Serving serving, Startup startup, Random random, Runnable onSeen) {
    this.agenda = agenda;
    this.serving = serving;
    this.startup = startup;
    this.random = random;
    this.onSeen = onSeen;
  }

  /** Instances that were there before the simulation began. */
  void beginWith(int replicas) {
    for (int i = 0; i < replicas; i++) {
      add(new Startup.Times(0, 0));
    }
    look();
  }

  void scale(int replicas) {
    while (wanted.size() < replicas) {
      Startup.Times times = startup.draw(agenda.now(), random);
      add(times);
      agenda.at(times.seenByActivator(), this::see);
      agenda.at(times.ready(), this::look);
    }
    while (wanted.size() > replicas) {
      remove();
    }
    look();
  }

  private void see() {
    look();
    onSeen.run();
  }

  private void look() {
    ready = wanted(instance -> instance.isReady(agenda.now()));
    seenByActivator = wanted(instance -> instance.isSeenByActivator(agenda.now()));
  }

  private List<Instance> wanted(Predicate<Instance> which) {
    return wanted.stream().filter(which).toList();
  }

  private void add(Startup.Times times) {
    Instance instance = new Instance(serving, agenda.now(), times);
    all.add(instance);
    wanted.add(instance);
  }

  /** Kubernetes ends those first that are not ready, and then the youngest. */
  private void remove() {
    long now = agenda.now();
    Instance last =
        wanted.stream()
            .max(
                Comparator.comparing((Instance one) -> !one.isReady(now))
                    .thenComparing(Instance::askedAt))
            .orElseThrow();
    wanted.remove(last);
    last.end(last.isSeenByActivator(now) ? now + DRAIN : now);
  }

  int replicas() {
    return wanted.size();
  }

  /** The ready endpoints, which the ingress sends requests to. */
  List<Instance> ready() {
    return ready;
  }

  /** Those that the activator sends requests to. */
  List<Instance> seenByActivator() {
    return seenByActivator;
  }

  /** All that ever were. */
  List<Instance> all() {
    return List.copyOf(all);
  }
}
