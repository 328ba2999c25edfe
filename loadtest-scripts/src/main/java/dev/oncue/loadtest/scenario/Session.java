package dev.oncue.loadtest.scenario;

import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.EngineOptions;
import dev.oncue.loadtest.Futures;
import dev.oncue.loadtest.Targets;
import dev.oncue.loadtest.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/**
 * What a scenario has to run with, against a started engine. One event loop sends the load, since
 * it shares the cores with the engine; the main thread waits for it.
 *
 * @param stream one that only this run uses
 */
record Session(Vertx vertx, Targets targets, Tokens tokens, Engine engine, String stream) {
  /** What runs; whether all is well. Says on stdout what it found. */
  interface Scenario {
    boolean play(Session session) throws InterruptedException;
  }

  /** Runs a scenario; the exit status, 0 when all is well. */
  static int play(String name, EngineOptions where, Scenario scenario) throws InterruptedException {
    Targets targets = where.targets();
    Tokens tokens = where.tokens();
    Engine engine = new Engine(targets, tokens.producer("loadtest"));
    String stream = Poll.newStream(name);
    engine.checkSecret(stream);
    System.out.printf("stream %s at %s%n", stream, targets);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      return scenario.play(new Session(vertx, targets, tokens, engine, stream)) ? 0 : 1;
    } finally {
      Futures.await(vertx.close(), OpenLoop.CONNECTING);
    }
  }
}
