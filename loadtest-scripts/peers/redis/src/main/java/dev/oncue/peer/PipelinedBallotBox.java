package dev.oncue.peer;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** A call for each ballot; the calls of what an event loop reads in one round go in one write. */
final class PipelinedBallotBox implements BallotBox {
  private final Connections connections;
  private final ThreadLocal<Round> rounds = ThreadLocal.withInitial(Round::new);

  PipelinedBallotBox(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Future<Outcome> cast(PollKey poll, String viewer, String option) {
    Promise<Outcome> outcome = Promise.promise();
    rounds.get().add(Script.CAST.on(poll).arg(viewer).arg(option), outcome);
    return outcome.future();
  }

  private static void tell(List<Promise<Outcome>> outcomes, List<Response> replies) {
    for (int i = 0; i < outcomes.size(); i++) {
      outcomes.get(i).complete(Outcome.of(replies.get(i).toInteger()));
    }
  }

  /** What one event loop has read in this round. */
  private final class Round {
    private final Context loop = VertxContext.getRootContext(Vertx.currentContext());
    private List<Request> requests = new ArrayList<>();
    private List<Promise<Outcome>> outcomes = new ArrayList<>();

    void add(Request request, Promise<Outcome> outcome) {
      requests.add(request);
      outcomes.add(outcome);
      if (requests.size() == 1) {
        loop.runOnContext(now -> end());
      }
    }

    private void end() {
      List<Promise<Outcome>> waiting = outcomes;
      connections
          .send(requests)
          .onSuccess(replies -> tell(waiting, replies))
          .onFailure(fault -> waiting.forEach(outcome -> outcome.fail(fault)));
      requests = new ArrayList<>();
      outcomes = new ArrayList<>();
    }
  }
}
