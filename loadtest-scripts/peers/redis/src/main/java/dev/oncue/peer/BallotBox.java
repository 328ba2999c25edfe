package dev.oncue.peer;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Takes ballots to Redis. Called on event loops. Without batches there is a call for each ballot,
 * and the calls of what an event loop reads in one round go in one write. With batches there is one
 * call for all ballots of a poll that an event loop reads while its last call is under way.
 */
@Singleton
final class BallotBox {
  /** Ballots in a call: Redis does nothing else meanwhile, and Lua takes only so many values. */
  private static final int MAX_BALLOTS = 1_000;

  private final Store store;
  private final boolean batched;
  private final ThreadLocal<Lane> lanes = ThreadLocal.withInitial(Lane::new);

  /** What a viewer sends. */
  record Vote(String stream, String poll, String option) {}

  /** A ballot on its way; the outcome is the number that the script answers. */
  private record Ballot(String viewer, Vote vote, Promise<Integer> outcome) {}

  private record PollKey(String stream, String poll) {}

  @Inject
  BallotBox(
      Store store, @ConfigProperty(name = "peer.batched", defaultValue = "false") boolean batched) {
    this.store = store;
    this.batched = batched;
  }

  /** The number that the script answers. */
  Future<Integer> cast(String viewer, Vote vote) {
    Ballot ballot = new Ballot(viewer, vote, Promise.promise());
    lanes.get().add(ballot);
    return ballot.outcome().future();
  }

  private static void fail(List<Ballot> ballots, Throwable fault) {
    ballots.forEach(ballot -> ballot.outcome().fail(fault));
  }

  /** The ballots of one event loop. */
  private final class Lane {
    private final Context loop = VertxContext.getRootContext(Vertx.currentContext());
    private List<Ballot> waiting = new ArrayList<>();
    private boolean underWay;

    void add(Ballot ballot) {
      waiting.add(ballot);
      if (!underWay) {
        underWay = true;
        // Not at once, so that what is read in this round of the event loop goes along.
        loop.runOnContext(now -> send());
      }
    }

    private void send() {
      List<Ballot> ballots = waiting;
      waiting = new ArrayList<>();
      if (batched) {
        sendBatches(ballots);
      } else {
        underWay = false;
        sendEach(ballots);
      }
    }

    private void sendEach(List<Ballot> ballots) {
      List<Request> requests = new ArrayList<>(ballots.size());
      for (Ballot ballot : ballots) {
        Vote vote = ballot.vote();
        requests.add(
            Store.call("cast", vote.stream(), vote.poll()).arg(ballot.viewer()).arg(vote.option()));
      }
      store
          .send(requests)
          .onSuccess(replies -> answer(ballots, replies))
          .onFailure(fault -> fail(ballots, fault));
    }

    private void sendBatches(List<Ballot> ballots) {
      Map<PollKey, List<Ballot>> byPoll = new HashMap<>();
      for (Ballot ballot : ballots) {
        PollKey key = new PollKey(ballot.vote().stream(), ballot.vote().poll());
        byPoll.computeIfAbsent(key, absent -> new ArrayList<>()).add(ballot);
      }
      List<List<Ballot>> batches = new ArrayList<>();
      for (List<Ballot> all : byPoll.values()) {
        for (int from = 0; from < all.size(); from += MAX_BALLOTS) {
          batches.add(all.subList(from, Math.min(from + MAX_BALLOTS, all.size())));
        }
      }
      List<Future<Response>> replies = batches.stream().map(this::sendBatch).toList();
      // First the next ones go, then the viewers are told.
      Future.join(replies).onComplete(done -> next());
      for (int i = 0; i < batches.size(); i++) {
        List<Ballot> batch = batches.get(i);
        replies.get(i).onSuccess(all -> answer(batch, all)).onFailure(fault -> fail(batch, fault));
      }
    }

    private Future<Response> sendBatch(List<Ballot> batch) {
      Vote first = batch.get(0).vote();
      Request request = Store.call("cast_batch", first.stream(), first.poll());
      batch.forEach(ballot -> request.arg(ballot.viewer()).arg(ballot.vote().option()));
      return store.send(request);
    }

    private static void answer(List<Ballot> ballots, Iterable<Response> outcomes) {
      Iterator<Response> next = outcomes.iterator();
      ballots.forEach(ballot -> ballot.outcome().complete(next.next().toInteger()));
    }

    private void next() {
      if (waiting.isEmpty()) {
        underWay = false;
      } else {
        send();
      }
    }
  }
}
