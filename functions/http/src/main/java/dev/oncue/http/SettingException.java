package dev.oncue.http;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * A setting is missing or breaks its rule. Ends the start with one line that names both: Quarkus
 * prints the message of a {@link ConfigurationException} alone, and exits with status 1.
 */
public final class SettingException extends ConfigurationException {
  private static final long serialVersionUID = 1L;

  /**
   * @param setting its name as an environment variable
   * @param rule the rule, as the rest of a sentence that starts with the setting
   */
  public SettingException(String setting, String rule) {
    super(setting + " " + rule);
  }
}
