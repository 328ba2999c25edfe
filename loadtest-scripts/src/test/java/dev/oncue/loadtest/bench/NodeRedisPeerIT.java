package dev.oncue.loadtest.bench;

@NeedsToolsOf(Kind.NODE_REDIS)
class NodeRedisPeerIT extends PeerContract {
  NodeRedisPeerIT() {
    super(Kind.NODE_REDIS);
  }
}
