package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Targets;
import dev.oncue.loadtest.Tokens;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A started peer.
 *
 * @param app takes the votes
 * @param redis keeps them
 */
record Peer(Kind kind, ServerProcess app, ServerProcess redis) implements AutoCloseable {
  /** It opens and closes polls as Oncue does, so that the bench need not know which is which. */
  Variant variant(Tokens tokens) {
    Map<String, Long> pids = new LinkedHashMap<>();
    pids.put("app", app.pid());
    pids.put("redis", redis.pid());
    return new Variant(kind.toString(), app.port(), pids, engine(tokens));
  }

  Engine engine(Tokens tokens) {
    return new Engine(Targets.all(Target.local(app.port())), tokens.producer("bench"));
  }

  @Override
  public void close() {
    app.close();
    redis.close();
  }
}
