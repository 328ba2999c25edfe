package dev.oncue.coldstart;

import dev.oncue.coldstart.Simulation.World;
import java.time.Duration;
import java.util.List;

/** Small shows, for tests: everybody votes, and an instance takes few votes. */
final class Worlds {
  static final Duration EVERY = Duration.ofMinutes(4);

  private Worlds() {}

  /** Windows of 20 s. */
  static Show show(int voters, int windows) {
    return new Show(voters, 100, Duration.ofSeconds(1), windows, EVERY, Duration.ofSeconds(20));
  }

  /**
   * @param capacity votes a second of an instance, of which half as many more may wait
   */
  static World world(Show show, int capacity, long seed) {
    return new World(
        show,
        new Serving(capacity, Duration.ofMillis(3), capacity * 10),
        new Startup(List.of(0.8, 0.9, 1.1), Duration.ofSeconds(2), Duration.ZERO),
        new Scaling(10, 100, Duration.ofMinutes(1)),
        seed);
  }

  static Variant always(int instances) {
    return new Variant("always " + instances, now -> instances);
  }
}
