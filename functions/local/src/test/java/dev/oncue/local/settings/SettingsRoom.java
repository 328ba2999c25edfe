package dev.oncue.local.settings;

import dev.oncue.http.settings.SettingErrors;
import dev.oncue.testbed.TestSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappingInterface;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappingLoader;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The settings of one mapping.
 *
 * @param doc whose settings they are, as Markdown
 */
record SettingsRoom(String doc, List<Setting> settings) {
  /** No converter takes it that has a rule. */
  private static final String NONSENSE = "~";

  private static final SmallRyeConfig DEFAULTS =
      new SmallRyeConfigBuilder().addPropertiesSources().build();

  /**
   * A setting, or what those after it are for.
   *
   * @param variable its name; empty: what those after it are for
   * @param doc as Markdown
   * @param rule what it must be, as the message of a start that refuses it says; may be empty
   * @param otherwise its default; may be empty
   */
  record Setting(String variable, String doc, String rule, String otherwise) {}

  static SettingsRoom of(Class<?> mapping) {
    String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
    List<Setting> settings = new ArrayList<>();
    add(settings, mapping, prefix, ConfigMappingLoader.getConfigMapping(mapping));
    return new SettingsRoom(Javadoc.of(mapping).ofType(), List.copyOf(settings));
  }

  private static void add(
      List<Setting> settings, Class<?> mapping, String prefix, ConfigMappingInterface methods) {
    Javadoc javadoc = Javadoc.of(methods.getInterfaceType());
    List<String> order = javadoc.methods();
    Arrays.stream(methods.getProperties())
        .sorted(Comparator.comparing(property -> order.indexOf(property.getMemberName())))
        .forEach(
            property -> {
              String name = name(prefix, methods, property);
              String doc = javadoc.ofMethod(property.getMemberName());
              if (property.isGroup()) {
                settings.add(new Setting("", doc, "", ""));
                add(settings, mapping, name, property.asGroup().getGroupType());
              } else {
                settings.add(setting(mapping, name, property, doc));
              }
            });
  }

  private static String name(String prefix, ConfigMappingInterface methods, Property property) {
    return property.isParentPropertyName()
        ? prefix
        : prefix + "." + property.getPropertyName(methods.getNamingStrategy());
  }

  private static Setting setting(Class<?> mapping, String name, Property property, String doc) {
    String otherwise =
        property.hasDefaultValue()
            ? property.getDefaultValue()
            : DEFAULTS.getConfigValue(name).getValue();
    return new Setting(
        SettingErrors.variable(name), doc, rule(mapping, name), otherwise == null ? "" : otherwise);
  }

  private static String rule(Class<?> mapping, String name) {
    try {
      TestSettings.of(mapping, Map.of(name, NONSENSE));
      return "";
    } catch (ConfigValidationException refused) {
      String line = SettingErrors.lines(refused).get(0);
      return line.substring(SettingErrors.variable(name).length() + 1)
          .replace(", not " + NONSENSE, "");
    }
  }

  /** The first of the variables. */
  String first() {
    return settings.get(0).variable();
  }
}
