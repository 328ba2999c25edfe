package dev.oncue.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.tryMax;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.oncue.loadtest.gatling.Voters.Voter;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;

/** How a user that is a voter votes. */
final class Votes {
  private static final String NAME = "vote";
  private static final String TRIES = "tries";
  private static final int MAX_TRIES = 5;
  private static final Duration COME_AGAIN = Duration.ofSeconds(1);

  private Votes() {}

  /**
   * Sends the ballot, and again a second later where it is not answered 200: it counts once however
   * often it is sent.
   */
  static ChainBuilder cast() {
    return tryMax(MAX_TRIES, TRIES)
        .on(
            doIf(session -> session.getInt(TRIES) > 0).then(pause(COME_AGAIN)),
            exec(
                http(NAME)
                    .post("/vote")
                    .header("Authorization", session -> Voter.of(session).authorization())
                    .body(StringBody(session -> Voter.of(session).ballot()))
                    .check(status().is(200))))
        .exec(Votes::note);
  }

  private static Session note(Session session) {
    Voter.of(session).done(!session.isFailed());
    return session;
  }

  /** That 99 of 100 votes are answered in that time, each from when it was sent. */
  static Assertion p99(Duration limit) {
    return details(NAME).responseTime().percentile(99).lte((int) limit.toMillis());
  }
}
