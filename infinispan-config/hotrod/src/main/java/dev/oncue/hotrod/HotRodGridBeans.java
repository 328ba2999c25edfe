package dev.oncue.hotrod;

import static io.smallrye.config.ConfigMappings.ConfigClass.configClass;
import static io.smallrye.config.ConfigMappings.registerConfigMappings;

import dev.oncue.Grid;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.BeanContainer;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

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
      connect(hotrod);
    }
  }

  private static void connect(Instance<HotRodGrid> hotrod) {
    try {
      // Quarkus maps settings later.
      SmallRyeConfig config = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
      registerConfigMappings(config, Set.of(configClass(GridConfig.class)));
      Objects.requireNonNull(hotrod.get());
    } catch (ConfigValidationException | IllegalStateException badSetting) {
      // The start meets it again, and ends with all settings that are bad.
    }
  }

  @Produces
  @Singleton
  HotRodGrid start(GridConfig config) {
    return HotRodGrid.start(GridSettings.of(config));
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
