package dev.oncue.http;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Reads the values of settings. Each throws a {@link SettingException} that names the setting and
 * the rule that its value breaks.
 */
public final class Settings {
  private Settings() {}

  /** The value of a config property as it is set now, by whatever source. */
  public static Optional<String> property(String name) {
    return ConfigProvider.getConfig().getOptionalValue(name, String.class);
  }

  /** The config property that a setting is, named as its environment variable is. */
  public static String propertyOf(String setting) {
    return setting.toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /** A number within limits, both inclusive. */
  public static int number(String setting, String text, int min, int max) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same rule.
    }
    throw new SettingException(
        setting, "must be a number from " + min + " to " + max + ", not " + text);
  }

  /** A decimal number within limits, both inclusive, with at most six decimals. */
  public static BigDecimal decimal(String setting, String text, BigDecimal min, BigDecimal max) {
    if (text.strip().matches("[0-9]{1,9}(\\.[0-9]{1,6})?")) {
      BigDecimal number = new BigDecimal(text.strip());
      if (number.compareTo(min) >= 0 && number.compareTo(max) <= 0) {
        return number;
      }
    }
    throw new SettingException(
        setting, "must be a decimal number from " + min + " to " + max + ", not " + text);
  }

  /** A duration in ISO 8601 that is not negative. */
  public static Duration duration(String setting, String text) {
    try {
      Duration duration = Duration.parse(text.strip());
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeException e) {
      // Falls through to the same rule.
    }
    throw new SettingException(setting, "must be a duration in ISO 8601 like P7D, not " + text);
  }
}
