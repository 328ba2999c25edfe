package dev.oncue.testbed;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Settings for tests, without the environment and Quarkus. */
public final class TestSettings {
  private static final int BEFORE_DEFAULTS = 500;

  private TestSettings() {}

  /**
   * The defaults, but for these config properties.
   *
   * @throws io.smallrye.config.ConfigValidationException when one breaks its rule
   */
  public static <T> T of(Class<T> mapping, Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .addPropertiesSources()
        .withSources(new PropertiesConfigSource(properties, "test", BEFORE_DEFAULTS))
        .withMapping(mapping)
        // Other mappings of the same prefix know the rest.
        .withValidateUnknown(false)
        .build()
        .getConfigMapping(mapping);
  }
}
