package dev.oncue.loadtest.gatling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.poll.BallotPaper;
import dev.oncue.loadtest.poll.Verdict;
import io.gatling.javaapi.core.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The viewers who vote in one poll, and what the engine promised them. Who is the next user is the
 * next voter. Thread-safe.
 */
final class Voters implements Iterator<Map<String, Object>> {
  private static final String VOTER = "voter";
  private static final Duration ANSWERING = Duration.ofMinutes(1);

  private final BallotPaper paper;
  private final Viewers viewers;
  private final List<String> ballots;
  private final AtomicIntegerArray acknowledged;
  private int sent;
  private int underWay;

  /**
   * One voter with its ballot.
   *
   * @param number from 0
   */
  record Voter(Voters all, int number) {
    /** The voter that a user is. */
    static Voter of(Session session) {
      return session.get(VOTER);
    }

    String authorization() {
      return all.viewers.authorizations()[number];
    }

    String ballot() {
      return all.ballots.get(number % all.ballots.size());
    }

    /** Its vote will not be sent again: it was answered 200, or nothing is to be hoped for. */
    void done(boolean promised) {
      all.done(number, promised);
    }
  }

  private Voters(BallotPaper paper, Viewers viewers) {
    this.paper = paper;
    this.viewers = viewers;
    ballots = BallotPaper.OPTIONS.stream().map(paper::ballot).toList();
    acknowledged = new AtomicIntegerArray(viewers.count());
  }

  /** Opens a poll in which these viewers may vote; it is open for that time, unless closed. */
  static Voters open(Engine engine, BallotPaper paper, Viewers viewers, Duration time)
      throws IOException, InterruptedException {
    engine.open(paper.opening(time, viewers.count()));
    return new Voters(paper, viewers);
  }

  /** There is always one; after the last viewer the first, with the same ballot as before. */
  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public synchronized Map<String, Object> next() {
    underWay++;
    return Map.of(VOTER, new Voter(this, sent++ % viewers.count()));
  }

  private synchronized void done(int number, boolean promised) {
    if (promised) {
      acknowledged.set(number, 1);
    }
    underWay--;
    notifyAll();
  }

  /**
   * Closes the poll once nothing is under way, compares its result with what was promised, and says
   * what is not as it should be.
   *
   * @return whether each voter was answered 200 and the result equals that
   */
  boolean close(Engine engine) throws IOException, InterruptedException, TimeoutException {
    awaitAnswers();
    engine.close(paper.stream(), paper.poll());
    JsonNode poll = engine.certified(paper.stream(), paper.poll());
    Verdict verdict = Verdict.of(counts(), poll);
    int missing = voted() - promised();
    if (missing > 0) {
      System.out.printf("%s: %d voters were not answered 200%n", paper.poll(), missing);
    }
    verdict
        .deviations()
        .forEach(deviation -> System.out.printf("%s not exact: %s%n", paper.poll(), deviation));
    return missing == 0 && verdict.isExact();
  }

  /** Closes the poll, and says whether it is exact in any case. */
  boolean closeAndSay(Engine engine) throws IOException, InterruptedException, TimeoutException {
    boolean exact = close(engine);
    System.out.printf(
        "%s, %d of %d votes answered 200%n", exact ? "EXACT" : "NOT EXACT", promised(), voted());
    return exact;
  }

  private synchronized void awaitAnswers() throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + ANSWERING.toNanos();
    while (underWay > 0) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new TimeoutException(underWay + " votes have no answer within " + ANSWERING);
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** How many viewers sent a ballot. */
  synchronized int voted() {
    return Math.min(sent, viewers.count());
  }

  /** How many viewers' ballots were answered 200. */
  int promised() {
    return counts().values().stream().mapToInt(Integer::intValue).sum();
  }

  private Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    for (int number = 0; number < acknowledged.length(); number++) {
      String option = BallotPaper.OPTIONS.get(number % BallotPaper.OPTIONS.size());
      counts.merge(option, acknowledged.get(number), Integer::sum);
    }
    return counts;
  }
}
