package dev.oncue.testbed.profile;

import dev.oncue.Grid;
import dev.oncue.Seed;
import dev.oncue.UnrulyGrid;
import dev.oncue.UnrulyGrid.Mood;
import dev.oncue.embedded.EmbeddedGrid;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Gives a function the embedded grid behind a gate and made unruly, where {@link UnrulyGridProfile}
 * chooses it. Both let everything through that a test does not want otherwise.
 */
@Alternative
@Singleton
public final class UnrulyGridBeans {
  @Produces
  @Singleton
  GatedGrid gated(EmbeddedGrid embedded) {
    return new GatedGrid(embedded.grid());
  }

  @Produces
  @Singleton
  UnrulyGrid unruly(GatedGrid gated) {
    return new UnrulyGrid(gated.grid(), Mood.LATE, Seed.get());
  }

  @Produces
  @Singleton
  Grid grid(UnrulyGrid unruly) {
    return unruly.grid();
  }

  void stop(@Disposes UnrulyGrid unruly) {
    unruly.close();
  }
}
