package dev.oncue.loadtest.bench;

@NeedsToolsOf(Kind.REDIS_BATCHED)
class RedisBatchedPeerIT extends PeerContract {
  RedisBatchedPeerIT() {
    super(Kind.REDIS_BATCHED);
  }
}
