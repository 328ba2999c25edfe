package dev.oncue.http.priming;

import dev.oncue.http.settings.IntConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.util.Optional;

/**
 * Warm-up. A process makes calls to itself before {@code /q/health/ready} says that it is ready.
 */
@ConfigMapping(prefix = "oncue.priming")
public interface PrimingConfig {
  /**
   * How often each of these calls is made, for a poll that nobody else sees; 0: not at all. Where
   * it is not set: 200 on a JVM, and 0 in a native executable, which has nothing to warm up.
   */
  Optional<@WithConverter(Requests.class) Integer> requests();

  /** The limits. */
  final class Requests extends IntConverter {
    private static final long serialVersionUID = 1L;

    public Requests() {
      super(0, 100_000);
    }
  }
}
