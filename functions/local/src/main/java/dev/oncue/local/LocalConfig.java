package dev.oncue.local;

import dev.oncue.http.settings.BooleanConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Who may come in. Read by the local engine alone; its start says what is open. */
@ConfigMapping(prefix = "oncue.local")
public interface LocalConfig {
  /** Whether {@code POST /tickets/guest} makes everybody a viewer who asks. */
  @WithDefault("true")
  @WithConverter(BooleanConverter.class)
  boolean guests();

  /**
   * Whether the start prints a producer's token for a day, within the address of the host's page.
   * The default is {@code true} where the local engine has made its secret itself.
   */
  @WithDefault("false")
  @WithConverter(BooleanConverter.class)
  boolean printToken();
}
