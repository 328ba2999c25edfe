package dev.oncue.hotrod;

import dev.oncue.Grid;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives the grid of Infinispan servers to the functions of this process. */
@Singleton
final class HotRodGridBeans {
  @Produces
  @Singleton
  HotRodGrid start(
      @ConfigProperty(name = "oncue.grid.servers") Optional<String> servers,
      @ConfigProperty(name = "oncue.grid.user") Optional<String> user,
      @ConfigProperty(name = "oncue.grid.password") Optional<String> password,
      @ConfigProperty(name = "oncue.grid.ca") Optional<String> authority) {
    return HotRodGrid.start(GridSettings.of(servers, user, password, authority));
  }

  @Produces
  @Singleton
  Grid grid(HotRodGrid hotrod) {
    return hotrod.grid();
  }

  void stop(@Disposes HotRodGrid hotrod) {
    hotrod.close();
  }
}
