package dev.oncue.loadtest.gatling;

import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.poll.BallotPaper;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Polls of one stream, one after another. The next one is open before the one before is closed, so
 * that there is one to vote in at any time. Who is the next user votes in the newest. Turned by one
 * thread, asked by others.
 */
final class Rotation implements Iterator<Map<String, Object>> {
  private static final Duration MORE = Duration.ofMinutes(10);

  private final Engine engine;
  private final String stream;
  private final Viewers viewers;
  private final Duration length;
  private Voters current;
  private int opened;
  private int votes;
  private int inexact;

  /**
   * Opens the first poll.
   *
   * @param length how long a poll is open
   */
  Rotation(Engine engine, String stream, Viewers viewers, Duration length)
      throws IOException, InterruptedException {
    this.engine = engine;
    this.stream = stream;
    this.viewers = viewers;
    this.length = length;
    this.current = open();
  }

  private Voters open() throws IOException, InterruptedException {
    BallotPaper paper = new BallotPaper(stream, "q" + ++opened);
    return Voters.open(engine, paper, viewers, length.plus(MORE));
  }

  /** Opens the next poll; closes the one before once all its votes are answered. */
  void turn() throws IOException, InterruptedException, TimeoutException {
    end(replace(open()));
  }

  /** Closes the last poll, says how all were, and whether each was exact. */
  boolean end() throws IOException, InterruptedException, TimeoutException {
    end(current);
    System.out.printf(
        "%s, %d polls with %d votes answered 200%n",
        inexact == 0 ? "EXACT" : inexact + " NOT EXACT", opened, votes);
    return inexact == 0;
  }

  private void end(Voters voters) throws IOException, InterruptedException, TimeoutException {
    if (!voters.close(engine)) {
      inexact++;
    }
    votes += voters.promised();
  }

  private synchronized Voters replace(Voters next) {
    Voters before = current;
    current = next;
    return before;
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public synchronized Map<String, Object> next() {
    return current.next();
  }
}
