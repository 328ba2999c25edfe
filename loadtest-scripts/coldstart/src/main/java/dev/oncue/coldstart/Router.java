package dev.oncue.coldstart;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;

/**
 * The way of a request to an instance. While there are ready endpoints the ingress sends it to them
 * in turn, as target-burst-capacity is 0; else it goes through Knative's activator, which keeps it
 * until there is an instance, and, as containerConcurrency is 0, without any limit (knative/serving
 * pkg/reconciler/serverlessservice, pkg/activator/net/throttler.go). Not thread-safe.
 */
final class Router {
  /** functions/http, ProblemException: what a 503 asks a viewer to wait. */
  private static final long RETRY_AFTER = 1_000_000_000L;

  private final Agenda agenda;
  private final Serving serving;
  private final Audience audience;
  private final InFlight inFlight;
  private final Random random;
  private final Queue<Attempt> waiting = new ArrayDeque<>();
  private Fleet fleet;
  private Runnable onActivation;
  private int turn;

  /** One request. */
  private static final class Attempt {
    private final Vote vote;
    private final int number;
    private final long enteredAt;
    private boolean isOver;

    private Attempt(Vote vote, int number, long enteredAt) {
      this.vote = vote;
      this.number = number;
      this.enteredAt = enteredAt;
    }
  }

  Router(Agenda agenda, Serving serving, Audience audience, InFlight inFlight, Random random) {
    this.agenda = agenda;
    this.serving = serving;
    this.audience = audience;
    this.inFlight = inFlight;
    this.random = random;
  }

  /**
   * @param onActivation told of each request that the activator has to keep
   */
  void connect(Fleet fleet, Runnable onActivation) {
    this.fleet = fleet;
    this.onActivation = onActivation;
  }

  /**
   * Sends a vote.
   *
   * @param number of the attempt, from 1
   */
  void send(Vote vote, int number) {
    Attempt attempt = new Attempt(vote, number, agenda.now());
    inFlight.enter(agenda.now());
    List<Instance> ready = fleet.ready();
    if (!ready.isEmpty()) {
      take(attempt, ready.get(turn++ % ready.size()));
    } else if (!fleet.seenByActivator().isEmpty()) {
      take(attempt, betterOfTwo(fleet.seenByActivator()));
    } else {
      waiting.add(attempt);
      agenda.at(attempt.enteredAt + Audience.PATIENCE, () -> giveUp(attempt));
      onActivation.run();
    }
  }

  /** The activator sees an instance: all that wait for one go there. */
  void release() {
    List<Attempt> released = new ArrayList<>(waiting);
    waiting.clear();
    for (Attempt attempt : released) {
      if (!attempt.isOver) {
        attempt.isOver = true;
        take(attempt, betterOfTwo(fleet.seenByActivator()));
      }
    }
  }

  private void giveUp(Attempt attempt) {
    if (!attempt.isOver) {
      attempt.isOver = true;
      inFlight.leave(agenda.now());
      audience.tryAgain(attempt.vote, attempt.number, 0, this);
    }
  }

  /** pkg/activator/net/lb_policy.go, randomChoice2Policy. */
  private Instance betterOfTwo(List<Instance> seen) {
    Instance one = seen.get(random.nextInt(seen.size()));
    Instance other = seen.get(random.nextInt(seen.size()));
    return one.backlog(agenda.now()) <= other.backlog(agenda.now()) ? one : other;
  }

  private void take(Attempt attempt, Instance instance) {
    Optional<Instance.Place> place = instance.enqueue(agenda.now());
    if (place.isEmpty()) {
      shed(attempt);
      return;
    }
    boolean isCounted = attempt.vote.take(place.get().takenAt());
    long answeredAt = place.get().answeredAt();
    long patientUntil = attempt.enteredAt + Audience.PATIENCE;
    if (answeredAt > patientUntil) {
      // What the viewer's page does not wait for is done all the same.
      agenda.at(
          patientUntil,
          () -> {
            inFlight.leave(agenda.now());
            audience.tryAgain(attempt.vote, attempt.number, 0, this);
          });
    } else {
      agenda.at(answeredAt, () -> answer(attempt.vote, isCounted, instance));
    }
  }

  private void shed(Attempt attempt) {
    agenda.at(
        agenda.now() + serving.answerTime().toNanos(),
        () -> {
          inFlight.leave(agenda.now());
          audience.tryAgain(attempt.vote, attempt.number, RETRY_AFTER, this);
        });
  }

  private void answer(Vote vote, boolean isCounted, Instance instance) {
    inFlight.leave(agenda.now());
    if (isCounted) {
      vote.answer(agenda.now(), instance.readySince());
    } else {
      vote.refuse();
    }
  }
}
