package dev.oncue.hotrod;

import dev.oncue.Grid;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.BeanContainer;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives the grid of Infinispan servers to the functions of this process. */
@Singleton
final class HotRodGridBeans {
  /**
   * A start waits for the connection longest of all, so it begins with the container, and not with
   * who first needs it. Not where another grid takes this one's place, and not while a native
   * executable is built, for which the container is begun.
   */
  void connectAtOnce(
      @Observes @Initialized(ApplicationScoped.class) Object container,
      BeanContainer beans,
      Instance<HotRodGrid> hotrod) {
    if ("buildtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"))) {
      return;
    }
    if (beans.resolve(beans.getBeans(Grid.class)).getBeanClass() == HotRodGridBeans.class) {
      Objects.requireNonNull(hotrod.get());
    }
  }

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
