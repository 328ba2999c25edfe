package dev.oncue.peer;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A call for all ballots that an event loop reads while its last call is under way. */
final class BatchedBallotBox implements BallotBox {
  /** Ballots in a call: Redis does nothing else meanwhile, and Lua takes only so many values. */
  private static final int MAX_BALLOTS = 1_000;

  private final Connections connections;
  private final ThreadLocal<Lane> lanes = ThreadLocal.withInitial(Lane::new);

  BatchedBallotBox(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Future<Outcome> cast(PollKey poll, String viewer, String option) {
    Ballot ballot = new Ballot(viewer, option, Promise.promise());
    lanes.get().add(poll, ballot);
    return ballot.outcome().future();
  }

  private Future<Response> send(PollKey poll, List<Ballot> ballots) {
    Request request = Script.CAST_BATCH.on(poll);
    ballots.forEach(ballot -> request.arg(ballot.viewer()).arg(ballot.option()));
    return connections.send(request);
  }

  private record Ballot(String viewer, String option, Promise<Outcome> outcome) {}

  private record Call(List<Ballot> ballots, Future<Response> reply) {
    void tellWhenDone() {
      reply.onSuccess(this::tell).onFailure(this::fail);
    }

    private void tell(Response outcomes) {
      for (int i = 0; i < ballots.size(); i++) {
        ballots.get(i).outcome().complete(Outcome.of(outcomes.get(i).toInteger()));
      }
    }

    private void fail(Throwable fault) {
      ballots.forEach(ballot -> ballot.outcome().fail(fault));
    }
  }

  /** The ballots of one event loop. */
  private final class Lane {
    private final Context loop = VertxContext.getRootContext(Vertx.currentContext());
    private Map<PollKey, List<Ballot>> waiting = new HashMap<>();
    private boolean underWay;

    void add(PollKey poll, Ballot ballot) {
      waiting.computeIfAbsent(poll, absent -> new ArrayList<>()).add(ballot);
      if (!underWay) {
        underWay = true;
        // Not at once, so that what is read in this round of the event loop goes along.
        loop.runOnContext(now -> send());
      }
    }

    private void send() {
      List<Call> calls = new ArrayList<>();
      waiting.forEach((poll, ballots) -> addCalls(calls, poll, ballots));
      waiting = new HashMap<>();
      // First the next ones go, then the viewers are told.
      Future.join(calls.stream().map(Call::reply).toList()).onComplete(done -> goOn());
      calls.forEach(Call::tellWhenDone);
    }

    private void addCalls(List<Call> calls, PollKey poll, List<Ballot> ballots) {
      for (int from = 0; from < ballots.size(); from += MAX_BALLOTS) {
        int to = Math.min(from + MAX_BALLOTS, ballots.size());
        List<Ballot> some = ballots.subList(from, to);
        calls.add(new Call(some, BatchedBallotBox.this.send(poll, some)));
      }
    }

    private void goOn() {
      if (waiting.isEmpty()) {
        underWay = false;
      } else {
        send();
      }
    }
  }
}
