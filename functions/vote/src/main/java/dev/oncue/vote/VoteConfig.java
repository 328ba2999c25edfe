package dev.oncue.vote;

import dev.oncue.http.settings.IntConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Votes. Read by {@code vote} and the local engine. */
@ConfigMapping(prefix = "oncue.vote")
public interface VoteConfig {
  /**
   * How many votes may wait in this process, from their arrival to their answer. One more is
   * answered 503 {@code overloaded}, and is not counted.
   */
  @WithDefault("50000")
  @WithConverter(MaxWaiting.class)
  int maxWaiting();

  /** The limits. */
  final class MaxWaiting extends IntConverter {
    private static final long serialVersionUID = 1L;

    public MaxWaiting() {
      super(0, Integer.MAX_VALUE);
    }
  }
}
