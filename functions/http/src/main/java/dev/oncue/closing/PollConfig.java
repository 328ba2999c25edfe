package dev.oncue.closing;

import dev.oncue.http.settings.IntConverter;
import dev.oncue.poll.Poll;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** New polls. */
@ConfigMapping(prefix = "oncue.poll")
public interface PollConfig {
  /**
   * In how many parts the ballots of a new poll lie, at least. A poll has one more for each 100,000
   * viewers that it expects.
   */
  @WithDefault("1")
  @WithConverter(Shards.class)
  int shards();

  /** The limits. */
  final class Shards extends IntConverter {
    private static final long serialVersionUID = 1L;

    public Shards() {
      super(1, Poll.MAX_SHARDS);
    }
  }
}
