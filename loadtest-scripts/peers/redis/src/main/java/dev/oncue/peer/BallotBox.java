package dev.oncue.peer;

import io.vertx.core.Future;

/** Takes ballots to Redis. Called on event loops. */
@FunctionalInterface
interface BallotBox {
  Future<Outcome> cast(PollKey poll, String viewer, String option);
}
