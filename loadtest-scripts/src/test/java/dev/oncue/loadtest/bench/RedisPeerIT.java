package dev.oncue.loadtest.bench;

@NeedsToolsOf(Kind.REDIS)
class RedisPeerIT extends PeerContract {
  RedisPeerIT() {
    super(Kind.REDIS);
  }
}
