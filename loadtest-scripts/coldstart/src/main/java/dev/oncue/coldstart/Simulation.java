package dev.oncue.coldstart;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * Plays a show against one way to have instances, event by event. The same arguments always play
 * the same. Not thread-safe.
 */
final class Simulation {
  private static final long SECOND = 1_000_000_000L;
  private static final long TICK = Scaling.TICK.toNanos();

  private final Agenda agenda = new Agenda();
  private final InFlight inFlight = new InFlight();
  private final Autoscaler autoscaler;
  private final Router router;
  private final Fleet fleet;
  private final PodAutoscaler podAutoscaler;

  /**
   * What does not change from one variant to the other.
   *
   * @param seed of all that is drawn: the crowd, the starts, the pauses, and how the autoscaler's
   *     clock stands to the openings
   */
  record World(Show show, Serving serving, Startup startup, Scaling scaling, long seed) {
    World with(Show other) {
      return new World(other, serving, startup, scaling, seed);
    }

    World with(Startup other) {
      return new World(show, serving, other, scaling, seed);
    }

    World with(Scaling other) {
      return new World(show, serving, startup, other, seed);
    }

    /** Each thing that is drawn has chances of its own, so that variants meet the same. */
    private Random chances(int of) {
      return new Random(seed * 31 + of);
    }
  }

  private Simulation(World world, MinScale minScale) {
    autoscaler = new Autoscaler(world.scaling());
    Audience audience = new Audience(agenda, world.chances(1));
    router = new Router(agenda, world.serving(), audience, inFlight, world.chances(2));
    fleet = new Fleet(agenda, world.serving(), world.startup(), world.chances(3), router::release);
    router.connect(fleet, this::activate);
    podAutoscaler = new PodAutoscaler(fleet, minScale, world.scaling().maxScale());
    fleet.beginWith(minScale.at(0));
    Random phases = world.chances(4);
    agenda.every(phases.nextLong(SECOND), SECOND, this::report);
    agenda.every(phases.nextLong(TICK), TICK, this::decide);
  }

  /** Plays it from its beginning to its end. */
  static Outcome play(World world, Variant variant) {
    Simulation simulation = new Simulation(world, variant.minScale());
    List<Vote> votes = votes(world.show(), world.chances(5));
    simulation.cast(votes.iterator());
    long end = world.show().span().toNanos();
    simulation.agenda.runUntil(end);
    return new Outcome(variant.name(), votes, simulation.fleet.all(), end);
  }

  private static List<Vote> votes(Show show, Random random) {
    List<Vote> votes = new ArrayList<>();
    for (long opensAt : show.openings()) {
      for (long after : Crowd.arrivals(show.voters(), show.within().toNanos(), random)) {
        votes.add(new Vote(opensAt, opensAt + show.length().toNanos(), opensAt + after));
      }
    }
    return votes;
  }

  /** Plans one after the other: of millions at once the agenda would be slow. */
  private void cast(Iterator<Vote> votes) {
    if (votes.hasNext()) {
      Vote vote = votes.next();
      agenda.at(
          vote.castAt(),
          () -> {
            router.send(vote, 1);
            cast(votes);
          });
    }
  }

  /**
   * Each second: what instances and activator tell of the last one (pkg/autoscaler/metrics/
   * collector.go, pkg/activator/handler/concurrency_reporter.go). Of no instances and no requests
   * nobody tells.
   */
  private void report() {
    double concurrency = inFlight.report(agenda.now());
    if (concurrency > 0 || !fleet.ready().isEmpty()) {
      autoscaler.record(second(), concurrency);
    }
    podAutoscaler.reconcile(agenda.now(), autoscaler.desired());
  }

  private void decide() {
    autoscaler.decide(second(), fleet.ready().size());
    podAutoscaler.reconcile(agenda.now(), autoscaler.desired());
  }

  /** The first request at zero instances is told at once (multiscaler.go, Poke). */
  private void activate() {
    if (autoscaler.desired() == 0) {
      autoscaler.record(second(), 1);
      decide();
    }
  }

  private long second() {
    return agenda.now() / SECOND;
  }
}
