package dev.oncue.http.settings;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.ArrayList;
import java.util.List;

/**
 * A setting is missing or breaks its rule, and no converter could tell: the rule needs another
 * setting, a file or the network. Ends the start with one line for each such setting.
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

  private SettingException(List<String> lines) {
    super(String.join("\n", lines));
  }

  /**
   * Makes all checks, so that a user is told of all bad settings at once.
   *
   * @throws SettingException with a line for each setting that is refused
   * @throws RuntimeException what a check throws for another reason, when no setting is refused
   */
  public static void checkAll(Runnable... checks) {
    List<String> lines = new ArrayList<>();
    for (Runnable check : checks) {
      try {
        check.run();
      } catch (RuntimeException e) {
        lines.addAll(SettingErrors.lines(e));
        if (lines.isEmpty()) {
          throw e;
        }
      }
    }
    if (!lines.isEmpty()) {
      throw new SettingException(lines);
    }
  }
}
