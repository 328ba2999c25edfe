package dev.oncue.loadtest.bench;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

@Tag("tools")
class PeersIT {
  @Nested
  class Redis extends PeerContract {
    Redis() {
      super(Contender.REDIS);
    }
  }

  @Nested
  class RedisBatched extends PeerContract {
    RedisBatched() {
      super(Contender.REDIS_BATCHED);
    }
  }

  @Nested
  class NodeRedis extends PeerContract {
    NodeRedis() {
      super(Contender.NODE_REDIS);
    }
  }
}
