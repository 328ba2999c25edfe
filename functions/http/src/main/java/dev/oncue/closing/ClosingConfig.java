package dev.oncue.closing;

import dev.oncue.http.settings.DurationConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The closing of polls whose window is over. */
@ConfigMapping(prefix = "oncue.closing")
public interface ClosingConfig {
  /**
   * How long this process leaves the closing of a poll to the others. The local engine and {@code
   * poll-close} have {@code PT0S}: they close at once.
   */
  @WithDefault("PT0.4S")
  @WithConverter(DurationConverter.class)
  Duration delay();
}
