package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.local.feed.VoteClient;
import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.EngineClient;
import dev.oncue.testbed.engine.EngineClient.Answer;
import dev.oncue.testbed.engine.GridCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crowd that votes until the very end, on a real server of the grid: what was acknowledged
 * counts, and the functions say themselves how many ballots they had read in time and were refused,
 * and how late the result was.
 *
 * <p>{@code -Doncue.test.connections} is how many votes are under way at any moment, {@code
 * -Doncue.test.voting} how many instances of vote there are, {@code -Doncue.test.servers} how many
 * servers, {@code -Doncue.test.runs} how many polls. With {@code -Doncue.test.late=0.001} it fails
 * where more than one in a thousand of the ballots of the last second were read in time and
 * refused: on a quiet machine only.
 */
@Tag("faults")
class LastVotesIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String STREAM = "show";
  private static final int CONNECTIONS = Integer.getInteger("oncue.test.connections", 64);
  private static final int VOTING = Integer.getInteger("oncue.test.voting", 1);
  private static final int SERVERS = Integer.getInteger("oncue.test.servers", 1);
  private static final int RUNS = Integer.getInteger("oncue.test.runs", 1);
  private static final double MAX_LATE =
      Double.parseDouble(System.getProperty("oncue.test.late", "1"));

  @TempDir Path folder;

  /** Each votes once. */
  private static final AtomicInteger VIEWERS = new AtomicInteger();

  /** What a crowd was told. */
  private static final class Crowd {
    private final AtomicInteger counted = new AtomicInteger();
    private final AtomicInteger countedAtLast = new AtomicInteger();
    private final VoteClient client;
    private final String poll;
    private final Instant lastSecond;

    Crowd(VoteClient client, String poll, Instant end) {
      this.client = client;
      this.poll = poll;
      this.lastSecond = end.minusSeconds(1);
    }

    /** One who votes as soon as the last vote was answered, each time as another viewer. */
    CompletableFuture<Void> viewer() {
      CompletableFuture<Void> over = new CompletableFuture<>();
      vote(over);
      return over;
    }

    private void vote(CompletableFuture<Void> over) {
      client
          .vote(STREAM, poll, "v" + VIEWERS.getAndIncrement(), "red")
          .thenAccept(answer -> voteAgain(answer, over))
          .exceptionally(
              fault -> {
                over.completeExceptionally(fault);
                return null;
              });
    }

    private void voteAgain(Answer answer, CompletableFuture<Void> over) {
      if (answer.status() == 200) {
        counted.incrementAndGet();
        Instant castAt = Instant.parse(answer.body().get("castAt").asText());
        countedAtLast.addAndGet(castAt.isBefore(lastSecond) ? 0 : 1);
        vote(over);
      } else if (answer.status() == 503) {
        vote(over);
      } else {
        assertThat(answer.body().get("type").asText()).isEqualTo("urn:oncue:problem:poll-closed");
        over.complete(null);
      }
    }
  }

  private Engine function(String module, GridCluster grid) {
    return Engine.function(module, folder)
        .set("ONCUE_JWT_SECRET", SECRET)
        .onGrid(grid.addresses(), grid.access())
        .start();
  }

  @Test
  void what_was_read_before_the_end_counts() {
    List<Engine> voting = new ArrayList<>();
    try (GridCluster grid = new GridCluster(folder, SERVERS);
        Engine opening = function("poll-open", grid);
        Engine closing = function("poll-close", grid);
        Engine live = function("live", grid)) {
      for (int i = 0; i < VOTING; i++) {
        voting.add(function("vote", grid));
      }
      for (int run = 0; run < RUNS; run++) {
        play("q" + run, opening, live, voting);
      }
      assertThat(metric(closing, "oncue_result_delay_seconds_count")).isPositive();
    } finally {
      voting.forEach(Engine::close);
    }
  }

  private static void play(String poll, Engine opening, Engine live, List<Engine> voting) {
    JsonNode opened = opening.client(SECRET).open(STREAM, poll, ", \"duration\": \"PT4S\"");
    Instant end = Instant.parse(opened.get("closesAt").asText());
    EngineClient screen = live.client(SECRET);
    await()
        .until(
            () ->
                screen.get("/polls/" + STREAM + "/" + poll, screen.tokens().host()).status()
                    == 200);
    double lateBefore = late(voting);
    List<VoteClient> clients =
        voting.stream().map(e -> new VoteClient(e.client(SECRET), CONNECTIONS)).toList();
    List<Crowd> crowds = clients.stream().map(client -> new Crowd(client, poll, end)).toList();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Crowd crowd = crowds.get(i % crowds.size());
      all.add(crowd.viewer());
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    clients.forEach(VoteClient::close);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> screen.poll(STREAM, poll).at("/result/certified").asBoolean());
    JsonNode result = screen.poll(STREAM, poll).get("result");
    int counted = crowds.stream().mapToInt(crowd -> crowd.counted.get()).sum();
    int atLast = crowds.stream().mapToInt(crowd -> crowd.countedAtLast.get()).sum();
    double late = late(voting) - lateBefore;
    System.out.printf(
        "LastVotesIT %s: %d counted, %d of them in the last second, %.0f read in time and refused,"
            + " result %d ms after the end%n",
        poll,
        counted,
        atLast,
        late,
        Duration.between(end, Instant.parse(result.get("asOf").asText())).toMillis());
    assertThat(atLast).isPositive();
    assertThat(result.get("ballots").asInt()).isEqualTo(counted);
    assertThat(result.at("/counts/red").asInt()).isEqualTo(counted);
    assertThat(late / (late + atLast)).isLessThanOrEqualTo(MAX_LATE);
  }

  private static double late(List<Engine> voting) {
    return voting.stream().mapToDouble(e -> metric(e, "oncue_ballots_late_total")).sum();
  }

  private static double metric(Engine engine, String name) {
    return engine
        .client(SECRET)
        .get("/q/metrics", null)
        .require(200)
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }
}
