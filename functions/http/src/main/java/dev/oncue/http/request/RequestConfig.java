package dev.oncue.http.request;

import dev.oncue.http.settings.DurationConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Requests. Read by all functions and the local engine. */
@ConfigMapping(prefix = "oncue.request")
public interface RequestConfig {
  /**
   * How long a body may take after its head. One that does not come is answered 408, half a second
   * before or after that.
   */
  @WithDefault("PT10S")
  @WithConverter(BodyTimeout.class)
  Duration bodyTimeout();

  /** The limits. */
  final class BodyTimeout extends DurationConverter {
    private static final long serialVersionUID = 1L;

    public BodyTimeout() {
      super(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }
  }
}
