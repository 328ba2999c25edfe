package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.local.process.WholeShow.Functions;
import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.EngineClient;
import dev.oncue.testbed.feed.EventStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine is told to end and started again on its folder: nobody must notice afterwards. */
@Tag("faults")
class RestartIT {
  private static final String STREAM = "show-42";
  private static final Duration AHEAD = Duration.ofSeconds(14);
  private static final Duration PUNCTUALITY = Duration.ofSeconds(2);

  private static final int SHORT_POLLS = 7;

  @TempDir Path folder;

  private Engine start() {
    return Engine.local(folder).start();
  }

  private EngineClient client(Engine engine) {
    return engine.client(folder.resolve("data"));
  }

  private static void end(Engine engine) {
    assertThat(engine.terminate()).isIn(0, 143);
  }

  @Test
  void everything_is_there_after_a_restart() {
    Map<String, String> receipts = new LinkedHashMap<>();
    Instant opensAt;
    JsonNode closed;
    String ticket;
    String changed;
    String producer;
    WholeShow show;
    try (Engine engine = start()) {
      EngineClient client = client(engine);
      show = WholeShow.begin("whole-show", Functions.of(client));
      client.open(STREAM, "single", "");
      client.open(STREAM, "revote", ", \"revote\": true");
      client.open(STREAM, "closed", "");
      for (int i = 0; i < 50; i++) {
        receipts.put("v" + i, receipt(client, "single", "v" + i, i % 3 == 0 ? "red" : "blue"));
        receipt(client, "closed", "v" + i, "green");
      }
      receipt(client, "revote", "ann", "red");
      changed = receipt(client, "revote", "ann", "blue");
      for (int i = 0; i < 5; i++) {
        client.react(STREAM, "ann", "\uD83D\uDD25").require(202);
      }
      ticket =
          client
              .post(
                  "/tickets",
                  client.tokens().producer(),
                  "{\"stream\":\"%s\",\"viewer\":\"ticketed\"}".formatted(STREAM))
              .require(200)
              .body()
              .get("ticket")
              .asText();
      producer = client.tokens().producer();
      closed = client.close(STREAM, "closed");
      assertThat(closed.at("/result/certified").asBoolean()).isTrue();
      opensAt = Instant.now().plus(AHEAD).truncatedTo(ChronoUnit.MILLIS);
      client.open(STREAM, "later", ", \"opensAt\": \"%s\"".formatted(opensAt));
      for (int i = 0; i < SHORT_POLLS; i++) {
        Instant closesAt = opensAt.plusMillis(1_000 + i * 237L);
        client.open(STREAM, "short-" + i, ", \"closesAt\": \"%s\"".formatted(closesAt));
      }
      end(engine);
    }

    try (Engine engine = start()) {
      EngineClient client = client(engine);
      JsonNode later = client.poll(STREAM, "later");
      if (Instant.now().isBefore(opensAt)) {
        assertThat(later.get("status").asText()).isEqualTo("scheduled");
      }
      try (EventStream feed = client.feed(STREAM, producer)) {
        feed.awaitState();
        assertReceipts(client, receipts);
        assertThat(receipt(client, "revote", "ann", "blue")).isEqualTo(changed);
        assertThat(client.poll(STREAM, "revote").at("/result/counts").toString())
            .isEqualTo("{\"red\":0,\"blue\":1,\"green\":0}");
        assertThat(client.state(STREAM, "ann").at("/reactions/\uD83D\uDD25").asInt()).isEqualTo(5);
        assertThat(client.poll(STREAM, "closed")).isEqualTo(closed);
        assertThat(client.close(STREAM, "closed")).isEqualTo(closed);
        String vote =
            "{\"stream\":\"%s\",\"poll\":\"single\",\"option\":\"green\"}".formatted(STREAM);
        client.post("/vote", ticket, vote).require(200);
        JsonNode result = client.close(STREAM, "single").get("result");
        assertThat(result.get("counts").toString())
            .isEqualTo("{\"red\":17,\"blue\":33,\"green\":1}");
        assertThat(result.get("ballots").asInt()).isEqualTo(51);
        assertThat(result.get("certified").asBoolean()).isTrue();
        assertOpensOnTime(client, feed, opensAt);
        assertCloseOnTime(feed);
      }
      show.goesOn(Functions.of(client));
    }
  }

  /**
   * Their ends lie so far apart that a sweep, which comes once a second, is near to two at most.
   */
  private static void assertCloseOnTime(EventStream feed) {
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < SHORT_POLLS; i++) {
      String name = "short-" + i;
      JsonNode closed =
          feed.awaitEvent("poll-closed", event -> event.data().get("poll").asText().equals(name))
              .data();
      Instant closedAt = Instant.parse(closed.get("closedAt").asText());
      Instant asOf = Instant.parse(closed.at("/result/asOf").asText());
      delays.add(Duration.between(closedAt, asOf).toMillis());
    }
    // Some may be unlucky on a busy machine; most may not.
    assertThat(delays.stream().sorted().toList().get(SHORT_POLLS / 2)).isBetween(0L, 100L);
  }

  private static String receipt(EngineClient client, String poll, String viewer, String option) {
    return client.vote(STREAM, poll, viewer, option).require(200).body().get("receipt").asText();
  }

  private static void assertReceipts(EngineClient client, Map<String, String> receipts) {
    int i = 0;
    for (Map.Entry<String, String> entry : receipts.entrySet()) {
      String viewer = entry.getKey();
      String option = i++ % 3 == 0 ? "red" : "blue";
      JsonNode ballot = ballot(client.state(STREAM, viewer), "single");
      assertThat(ballot.get("receipt").asText()).isEqualTo(entry.getValue());
      assertThat(ballot.at("/options/0").asText()).isEqualTo(option);
      assertThat(receipt(client, "single", viewer, option)).isEqualTo(entry.getValue());
      client.vote(STREAM, "single", viewer, "green").require(409);
    }
  }

  private static JsonNode ballot(JsonNode state, String poll) {
    for (JsonNode one : state.get("polls")) {
      if (one.get("poll").asText().equals(poll)) {
        return one.get("ballot");
      }
    }
    throw new AssertionError("no poll " + poll + " in " + state);
  }

  private static void assertOpensOnTime(EngineClient client, EventStream feed, Instant opensAt) {
    if (Instant.now().isBefore(opensAt.minusSeconds(1))) {
      client.vote(STREAM, "later", "ann", "red").require(409);
      feed.awaitEvent("poll-opened", event -> event.data().get("poll").asText().equals("later"));
      assertThat(Instant.now()).isBetween(opensAt, opensAt.plus(PUNCTUALITY));
    }
    await()
        .atMost(EngineClient.TIMEOUT)
        .until(() -> client.poll(STREAM, "later").get("status").asText().equals("open"));
    client.vote(STREAM, "later", "ann", "red").require(200);
  }

  @Test
  void a_window_that_ends_while_the_process_is_down_gives_a_final_certified_result() {
    Instant closesAt;
    try (Engine engine = start()) {
      EngineClient client = client(engine);
      JsonNode poll = client.open(STREAM, "short", ", \"duration\": \"PT3S\"");
      client.open(STREAM, "unseen", ", \"duration\": \"PT3S\"");
      closesAt = Instant.parse(poll.get("closesAt").asText());
      for (int i = 0; i < 10; i++) {
        client.vote(STREAM, "short", "v" + i, "red").require(200);
      }
      end(engine);
    }
    await().atMost(EngineClient.TIMEOUT).until(() -> Instant.now().isAfter(closesAt));
    try (Engine engine = start()) {
      EngineClient client = client(engine);
      assertClosed(client, "short", 10);
      assertClosed(client, "unseen", 0);
      client.vote(STREAM, "short", "late", "red").require(409);
      client.vote(STREAM, "short", "v3", "red").require(200);
      client.vote(STREAM, "unseen", "late", "red").require(409);
    }
  }

  private static void assertClosed(EngineClient client, String poll, int ballots) {
    await()
        .atMost(EngineClient.TIMEOUT)
        .until(() -> client.poll(STREAM, poll).at("/result/certified").asBoolean());
    JsonNode closed = client.poll(STREAM, poll);
    assertThat(closed.get("status").asText()).isEqualTo("closed");
    assertThat(closed.at("/result/final").asBoolean()).isTrue();
    assertThat(closed.at("/result/ballots").asInt()).isEqualTo(ballots);
    assertThat(closed.at("/result/counts/red").asInt()).isEqualTo(ballots);
    assertThat(closed.get("closedAt")).isEqualTo(closed.get("closesAt"));
  }
}
