package dev.oncue.embedded;

import dev.oncue.Grid;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Gives the embedded grid to the functions of this process. A program that has it keeps to it, also
 * where a function brings a grid of servers along.
 */
@Alternative
@Priority(1)
@Singleton
final class EmbeddedGridBeans {
  @Produces
  @Singleton
  EmbeddedGrid start(DataConfig data, FsyncConfig fsync) {
    return EmbeddedGrid.start(data.dir(), fsync.isOn());
  }

  @Produces
  @Singleton
  Grid grid(EmbeddedGrid embedded) {
    return embedded.grid();
  }

  void stop(@Disposes EmbeddedGrid embedded) {
    embedded.close();
  }
}
