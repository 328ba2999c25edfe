package dev.oncue.loadtest.poll;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.Targets;
import dev.oncue.loadtest.Tokens;
import dev.oncue.loadtest.feed.Feed;
import dev.oncue.loadtest.feed.Feeds;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The simulated viewers of one poll, each with a feed connection of its own. Everything but the
 * constructor belongs to the event loop.
 */
final class Crowd {
  /** The first connections are spread over this time: people do not come in one millisecond. */
  private static final int RAMP_MS = 2_000;

  private static final int TICK_MS = 10;

  private final Vertx vertx;
  private final BallotPaper ballotPaper;
  private final Ledger ledger = new Ledger();
  private final Voting voting;
  private final Feeds feeds;
  private final List<Viewer> viewers = new ArrayList<>();
  private final Promise<Void> allConnected = Promise.promise();
  private final Promise<Void> done = Promise.promise();
  private int asked;
  private int connected;
  private int sawOpen;
  private int sawClose;
  private int tally;
  private int underWay;

  // Set by the thread that ends the run.
  private volatile boolean over;

  Crowd(Vertx vertx, Targets targets, BallotPaper ballotPaper, int size, Tokens tokens) {
    this.vertx = vertx;
    this.ballotPaper = ballotPaper;
    // A vote never waits for another one's connection, and the double taps need two.
    voting =
        new Voting(Feeds.client(vertx, targets.live(), 2 * size), targets.vote(), ledger.latencies);
    feeds = new Feeds(vertx, targets.live(), size);
    for (int number = 0; number < size; number++) {
      viewers.add(new Viewer(this, number, tokens.viewer(ballotPaper.viewer(number))));
    }
  }

  Vertx vertx() {
    return vertx;
  }

  BallotPaper ballotPaper() {
    return ballotPaper;
  }

  Ledger ledger() {
    return ledger;
  }

  Voting voting() {
    return voting;
  }

  int size() {
    return viewers.size();
  }

  int connectedCount() {
    return connected;
  }

  int sawOpenCount() {
    return sawOpen;
  }

  int sawCloseCount() {
    return sawClose;
  }

  /** The ballots of the last tally seen on the feed. */
  int tallied() {
    return tally;
  }

  /** Succeeds once every viewer has the stream's state. */
  Future<Void> allConnected() {
    return allConnected.future();
  }

  /** Succeeds once every viewer saw the poll close and waits for no answer. */
  Future<Void> done() {
    return done.future();
  }

  /** Lets the viewers come. */
  void connect() {
    int perTick = Math.max(1, size() * TICK_MS / RAMP_MS);
    vertx.setPeriodic(
        TICK_MS,
        timer -> {
          for (int i = 0; i < perTick && asked < size(); i++) {
            viewers.get(asked++).connect();
          }
          if (asked == size()) {
            vertx.cancelTimer(timer);
          }
        });
  }

  /** The feed of this run's stream. */
  Feed feed(String token, Feed.Listener listener) {
    return feeds.feed(ballotPaper.stream(), token, listener);
  }

  /** From now on a lost connection is no surprise. */
  void leave() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  void connected() {
    if (++connected == size()) {
      allConnected.tryComplete();
    }
  }

  void sawOpen() {
    sawOpen++;
  }

  void sawClose() {
    sawClose++;
    checkDone();
  }

  /** A viewer is about to do something, or waits for an answer. */
  void stepBegins() {
    underWay++;
  }

  void stepEnds() {
    underWay--;
    checkDone();
  }

  private void checkDone() {
    if (sawClose == size() && underWay == 0) {
      done.tryComplete();
    }
  }

  void tally(JsonNode event) {
    tally = event.path("result").path("ballots").asInt();
  }

  /** Writes down as errors what has not happened when the run is over. */
  void recordMissing() {
    viewers.stream().map(Viewer::missing).filter(Objects::nonNull).forEach(ledger::error);
  }
}
