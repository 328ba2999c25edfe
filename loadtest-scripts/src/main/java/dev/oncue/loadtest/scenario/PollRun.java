package dev.oncue.loadtest.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/** A poll that gets its votes from an open loop, and whose result is compared with the answers. */
final class PollRun {
  final Poll poll;
  final Results results = new Results();
  final OpenLoop loop;
  private final Session session;

  /** None is connected yet, and the poll is not open. */
  PollRun(Session session, String poll, int connections) {
    this.session = session;
    this.poll = new Poll(session.stream(), poll);
    loop = new OpenLoop(session.vertx(), session.targets().vote(), connections, results);
  }

  /**
   * Opens the poll.
   *
   * @param duration {@code null}: until it is closed by hand
   */
  void open(Duration duration, int viewers) throws InterruptedException {
    session.engine().open(poll.opening(duration, viewers));
  }

  /** The vote of a viewer, which counts. */
  Request vote(int viewer) {
    return request(viewer, poll.ballotJson(Poll.choice(viewer)), Expected.ACCEPTED);
  }

  /** Anything that a viewer sends as a vote; its option is the one that the viewer chooses. */
  Request request(int viewer, String body, Expected expected) {
    String name = poll.viewer(viewer);
    String token = session.tokens().viewer(name);
    return Request.post(name, "/vote", token, body, expected, Poll.choice(viewer));
  }

  /** Waits for the answers, closes the poll by hand and compares; whether all is exact. */
  boolean finish() throws InterruptedException {
    loop.awaitAnswers();
    session.engine().close(poll.stream(), poll.id());
    return isExact();
  }

  /** Compares the closed poll with the answers and says what deviates. */
  boolean isExact() throws InterruptedException {
    loop.leave();
    JsonNode closed = session.engine().certified(poll.stream(), poll.id());
    List<String> deviations = Verdict.deviations(results.accepted, closed);
    System.out.printf("%s: %s%n", poll.id(), results);
    results.examples.forEach(example -> System.out.println("error: " + example));
    deviations.forEach(deviation -> System.out.println("not exact: " + deviation));
    return deviations.isEmpty() && results.errors == 0;
  }

  /** For the last line. */
  static String word(boolean exact) {
    return exact ? "EXACT" : "NOT EXACT";
  }
}
