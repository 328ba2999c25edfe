package dev.oncue.coldstart;

import dev.oncue.coldstart.Report.Row;
import dev.oncue.coldstart.Simulation.World;
import dev.oncue.coldstart.WarmPool.Announcement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The same show with and without the pool, and what if it were a little different. Immutable.
 *
 * @param world the show as it is expected
 * @param announced what the pool is told
 * @param otherStartup starts of another kind, for a what-if
 */
record Comparison(World world, Announcement announced, Startup otherStartup) {
  private static final Duration SLOW_PULL = Duration.ofSeconds(10);

  /** The first window alone: the pool meets it with what it keeps at rest. */
  List<Outcome> firstWindow() {
    return play(world.with(world.show().firstWindowAlone()));
  }

  /** All windows of the show. */
  List<Outcome> wholeShow() {
    return play(world);
  }

  private List<Outcome> play(World played) {
    return List.of(
        Simulation.play(played, fromZero()),
        Simulation.play(played, atRest()),
        Simulation.play(played, pool("warm pool", played, announced)),
        Simulation.play(played, always(played)));
  }

  private static Variant fromZero() {
    return new Variant("from zero", now -> 0);
  }

  private Variant atRest() {
    return new Variant("min-scale " + announced.atRest(), now -> announced.atRest());
  }

  private static Variant pool(String name, World played, Announcement told) {
    return new Variant(name, new WarmPool(played.show(), played.serving(), played.scaling(), told));
  }

  private Variant always(World played) {
    int most = most(played);
    return new Variant("always " + most, now -> most);
  }

  private int most(World played) {
    return new WarmPool(played.show(), played.serving(), played.scaling(), announced).most();
  }

  /** The first window, differently: announced wrongly, too late, or in another world. */
  List<Row> whatIfs() {
    World first = world.with(world.show().firstWindowAlone());
    int expected = announced.expectedViewers();
    List<Row> rows = new ArrayList<>();
    rows.add(told(first, "announced: half", announced.expecting(expected / 2)));
    rows.add(told(first, "announced: a tenth", announced.expecting(expected / 10)));
    rows.add(
        told(
            first,
            "announced: a tenth, but all are on the feed",
            announced.expecting(expected / 10).connected(first.show().viewers())));
    rows.add(told(first, "announced: twice as many", announced.expecting(expected * 2)));
    rows.add(told(first.with(first.show().withoutVoters()), "nobody votes", announced));
    rows.add(told(first.with(first.show().twiceAsFast()), "votes come twice as fast", announced));
    for (int seconds : new int[] {10, 4, 2, 0}) {
      Duration lead = Duration.ofSeconds(seconds);
      rows.add(told(first, "lead " + lead, announced.lead(lead)));
    }
    rows.addAll(elsewhere(first.with(otherStartup), "started without a cache"));
    Startup startup = world.startup();
    Startup slow = new Startup(startup.seconds(), startup.scheduling(), SLOW_PULL);
    rows.addAll(elsewhere(first.with(slow), "image pull " + SLOW_PULL));
    Scaling scaling = world.scaling();
    int most = Math.max(1, most(world));
    Scaling low = new Scaling(scaling.target(), most, scaling.scaleDownDelay());
    rows.addAll(elsewhere(first.with(low), "max-scale " + most));
    return rows;
  }

  /** All windows again, where instances do not outlive the quiet between two of them. */
  List<Row> wholeShowWithoutDelay() {
    Scaling scaling = world.scaling();
    Scaling hasty = new Scaling(scaling.target(), scaling.maxScale(), Duration.ZERO);
    return elsewhere(world.with(hasty), "no scale-down-delay");
  }

  private static Row told(World played, String name, Announcement told) {
    Variant pool = pool("warm pool, " + name, played, told);
    return new Row(pool.name(), Simulation.play(played, pool).figures());
  }

  private List<Row> elsewhere(World played, String name) {
    return List.of(
        new Row("from zero, " + name, Simulation.play(played, fromZero()).figures()),
        new Row(atRest().name() + ", " + name, Simulation.play(played, atRest()).figures()),
        told(played, name, announced));
  }
}
