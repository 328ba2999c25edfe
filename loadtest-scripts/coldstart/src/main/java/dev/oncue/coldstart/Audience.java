package dev.oncue.coldstart;

import java.util.Random;

/**
 * What a viewer's page does with what it is answered: it sends a vote until it is told what became
 * of it, as the viewer SDK does (functions/live/viewer-sdk, votes.js, retry.js and client.js). Not
 * thread-safe.
 */
final class Audience {
  /** After this time it takes a request for lost. */
  static final long PATIENCE = 8_000_000_000L;

  private static final long MILLI = 1_000_000L;
  private static final long FIRST_PAUSE_MILLIS = 500;

  /** To 4 s. */
  private static final int DOUBLINGS = 3;

  private final Agenda agenda;
  private final Random random;

  Audience(Agenda agenda, Random random) {
    this.agenda = agenda;
    this.random = random;
  }

  /**
   * An attempt has failed; another one comes later.
   *
   * @param number of the attempt, from 1
   * @param retryAfterNanos what the answer asked for
   */
  void tryAgain(Vote vote, int number, long retryAfterNanos, Router router) {
    long pauseMillis = FIRST_PAUSE_MILLIS << Math.min(number - 1, DOUBLINGS);
    long pause = (long) (pauseMillis * MILLI * (0.5 + random.nextDouble() / 2));
    agenda.at(agenda.now() + retryAfterNanos + pause, () -> router.send(vote, number + 1));
  }
}
