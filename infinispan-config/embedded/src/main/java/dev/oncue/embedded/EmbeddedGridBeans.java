package dev.oncue.embedded;

import dev.oncue.Grid;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

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
  EmbeddedGrid start(
      @ConfigProperty(name = "oncue.data.dir", defaultValue = "./data") Path folder,
      @ConfigProperty(name = "oncue.fsync", defaultValue = "false") String fsync) {
    return EmbeddedGrid.start(folder, isOn(fsync));
  }

  private static boolean isOn(String fsync) {
    return switch (fsync.strip()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalStateException("ONCUE_FSYNC must be true or false, not " + fsync);
    };
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
