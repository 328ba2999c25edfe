package dev.oncue.loadtest.poll;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.Answer;
import dev.oncue.loadtest.Json;
import dev.oncue.loadtest.feed.Feed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * One simulated viewer: waits on the feed for the poll, then votes as its {@link Habit} is. Judges
 * every answer by the contract. Belongs to the event loop.
 */
final class Viewer implements Feed.Listener {
  private static final long MAX_LATE_MS = 1_000;
  private static final long MAX_PAUSE_MS = 1_000;
  private static final long MIN_MARGIN_MS = 500;

  private final Crowd crowd;
  private final String name;
  private final String token;
  private final boolean first;
  private final Habit habit;
  private final String option;
  private final String other;
  private String receipt;
  private Feed feed;
  private boolean connected;
  private boolean sawOpen;
  private boolean sawClose;

  Viewer(Crowd crowd, int number, String token) {
    this.crowd = crowd;
    this.token = token;
    name = crowd.ballotPaper().viewer(number);
    first = number == 0;
    habit = Habit.of(number);
    int choice = random(BallotPaper.OPTIONS.size());
    option = BallotPaper.OPTIONS.get(choice);
    other = BallotPaper.OPTIONS.get((choice + 1) % BallotPaper.OPTIONS.size());
  }

  void connect() {
    feed = crowd.feed(token, this);
    feed.connect();
  }

  /** What it has not lived to see; {@code null}: nothing is missing. */
  String missing() {
    if (!sawOpen || !sawClose) {
      return name + " never saw the poll " + (sawOpen ? "close" : "open") + " on the feed";
    }
    return receipt == null && habit != Habit.LATE ? name + " never got a 200" : null;
  }

  @Override
  public void event(String id, String type, String data) {
    switch (type) {
      case "state" -> state(Json.parse(data));
      case "poll-opened", "poll-closed" -> poll(Json.parse(data));
      case "tally" -> tally(data);
      default -> {
        // Reactions and the number of viewers are not this scenario's.
      }
    }
  }

  @Override
  public void lost() {
    if (!crowd.isOver()) {
      crowd.ledger().reconnects++;
      reconnect();
    }
  }

  @Override
  public void refused(String why) {
    if (!crowd.isOver()) {
      crowd.ledger().error("feed of " + name + ": " + why);
      reconnect();
    }
  }

  private void reconnect() {
    // A whole crowd must not come back in one millisecond.
    crowd.vertx().setTimer(1 + random(MAX_PAUSE_MS), timer -> reconnectNow());
  }

  private void reconnectNow() {
    if (!crowd.isOver()) {
      feed.connect();
    }
  }

  private void tally(String data) {
    // All viewers get the same frames, and reading each of them would cost the load.
    if (first) {
      crowd.tally(Json.parse(data));
    }
  }

  private void state(JsonNode state) {
    if (!connected) {
      connected = true;
      crowd.connected();
    }
    // Whoever had to reconnect may have missed the events; the state has it all.
    state.path("polls").forEach(this::poll);
  }

  private void poll(JsonNode poll) {
    if (!crowd.ballotPaper().poll().equals(poll.path("poll").asText())) {
      return;
    }
    switch (poll.path("status").asText()) {
      case "open" -> opened(poll);
      case "closed" -> closed();
      default -> crowd.ledger().error("a poll on the feed has no known status: " + poll);
    }
  }

  private void opened(JsonNode poll) {
    if (sawOpen) {
      return;
    }
    sawOpen = true;
    crowd.sawOpen();
    if (habit != Habit.LATE) {
      long window = windowMs(poll);
      // Nearer to the end, a busy machine's vote may rightly be answered as too late.
      long margin = Math.max(window / 10, MIN_MARGIN_MS);
      later(Ramp.momentMs(ThreadLocalRandom.current().nextDouble(), window - margin), this::vote);
    }
  }

  private static long windowMs(JsonNode poll) {
    Instant opensAt = Instant.parse(poll.path("opensAt").asText());
    Instant closesAt = Instant.parse(poll.path("closesAt").asText());
    return Duration.between(opensAt, closesAt).toMillis();
  }

  private void closed() {
    if (sawClose) {
      return;
    }
    sawClose = true;
    if (habit == Habit.LATE) {
      later(random(MAX_LATE_MS), () -> send(ballot(option), this::tooLate));
    }
    crowd.sawClose();
  }

  private void vote() {
    switch (habit) {
      case BABBLES -> send(crowd.ballotPaper().malformed(), this::refusedAsMalformed);
      case DOUBLE_TAPS -> {
        send(ballot(option), this::acknowledged);
        send(ballot(option), this::acknowledged);
      }
      default -> send(ballot(option), this::voted);
    }
  }

  private void voted(Answer answer) {
    acknowledged(answer);
    if (receipt == null) {
      return;
    }
    if (habit == Habit.RETRIES) {
      send(ballot(option), this::acknowledged);
    } else if (habit == Habit.CHANGES_MIND) {
      send(ballot(other), this::refusedAsDuplicate);
    }
  }

  private void acknowledged(Answer answer) {
    String given = answer.body().path("receipt").asText();
    JsonNode options = answer.body().path("options");
    if (answer.status() != 200 || given.isEmpty() || !options.equals(chosen())) {
      unexpected("a 200 with a receipt", answer);
    } else if (receipt == null) {
      receipt = given;
      crowd.ledger().acknowledge(name, option);
    } else if (receipt.equals(given)) {
      crowd.ledger().retried++;
    } else {
      unexpected("the receipt " + receipt, answer);
    }
  }

  private void refusedAsDuplicate(Answer answer) {
    if (answer.isProblem(409, "already-voted") && answer.body().path("options").equals(chosen())) {
      crowd.ledger().duplicate++;
    } else {
      unexpected("409 already-voted with the viewer's options", answer);
    }
  }

  private void tooLate(Answer answer) {
    if (answer.isProblem(409, "poll-closed")) {
      crowd.ledger().closed++;
    } else {
      unexpected("409 poll-closed", answer);
    }
  }

  private void refusedAsMalformed(Answer answer) {
    if (answer.isProblem(400, "malformed")) {
      crowd.ledger().malformed++;
    } else {
      unexpected("400 malformed", answer);
    }
    send(ballot(option), this::acknowledged);
  }

  private void unexpected(String expected, Answer answer) {
    crowd.ledger().error(name + " expected " + expected + ", got " + answer);
  }

  private void send(String body, Consumer<Answer> judge) {
    crowd.stepBegins();
    crowd.ledger().sent++;
    crowd
        .voting()
        .send(token, body)
        .onSuccess(judge::accept)
        .onFailure(failure -> crowd.ledger().error("vote of " + name + ": " + failure.getMessage()))
        .onComplete(any -> crowd.stepEnds());
  }

  private void later(long delayMs, Runnable step) {
    crowd.stepBegins();
    crowd
        .vertx()
        .setTimer(
            1 + delayMs,
            timer -> {
              step.run();
              crowd.stepEnds();
            });
  }

  private String ballot(String chosen) {
    return crowd.ballotPaper().ballot(chosen);
  }

  private JsonNode chosen() {
    return Json.parse(Json.text(List.of(option)));
  }

  private static int random(long bound) {
    return ThreadLocalRandom.current().nextInt((int) bound);
  }
}
