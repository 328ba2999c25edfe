package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.EngineClient;
import dev.oncue.testbed.engine.EngineClient.Answer;
import dev.oncue.testbed.feed.EventStream;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM amid votes and feeds. */
@Tag("faults")
class DrainIT {
  private static final String STREAM = "show-42";
  private static final int END_SECONDS = 10;
  private static final int DRIVERS = 32;
  private static final int FEEDS = 20;

  @TempDir Path folder;

  /**
   * A vote that got no answer.
   *
   * @param sentAtNanos when it was sent
   */
  private record Unanswered(String viewer, long sentAtNanos) {}

  private EngineClient client(Engine engine) {
    return engine.client(folder.resolve("data"));
  }

  @Test
  void what_is_under_way_is_answered_and_what_was_answered_is_kept() throws Exception {
    Map<String, String> receipts = new ConcurrentHashMap<>();
    Queue<Unanswered> unanswered = new ConcurrentLinkedQueue<>();
    List<EventStream> feeds = new ArrayList<>();
    long signalledAtNanos;
    try (Engine engine = Engine.local(folder).start()) {
      EngineClient client = client(engine);
      client.open(STREAM, "q1", "");
      for (int i = 0; i < FEEDS; i++) {
        feeds.add(client.feed(STREAM, client.tokens().viewer("watcher-" + i)));
      }
      feeds.forEach(EventStream::awaitState);
      ExecutorService drivers = voteUntilRefused(client, receipts, unanswered);
      await().atMost(EngineClient.TIMEOUT).until(() -> receipts.size() > 500);
      signalledAtNanos = System.nanoTime();
      engine.signal();
      assertThat(engine.awaitEnd(END_SECONDS)).isIn(0, 143);
      assertThat(drivers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      assertThat(engine.err()).isEmpty();
    }
    assertThat(unanswered)
        .as("sent before the signal and not answered")
        .noneMatch(vote -> vote.sentAtNanos() < signalledAtNanos);
    for (EventStream feed : feeds) {
      feed.awaitEnd();
      assertThat(feed.events("reconnect")).hasSize(1);
      assertThat(feed.retryMillis()).isBetween(1, 60_000);
    }
    // So that not all come back at the same moment.
    assertThat(feeds.stream().map(EventStream::retryMillis).distinct().count()).isGreaterThan(5);
    assertKept(receipts, unanswered.size());
  }

  private static ExecutorService voteUntilRefused(
      EngineClient client, Map<String, String> receipts, Queue<Unanswered> unanswered) {
    AtomicInteger next = new AtomicInteger();
    ExecutorService drivers = Executors.newFixedThreadPool(DRIVERS);
    for (int i = 0; i < DRIVERS; i++) {
      drivers.execute(
          () -> {
            while (true) {
              String viewer = "v" + next.getAndIncrement();
              long sentAtNanos = System.nanoTime();
              try {
                Answer answer = client.vote(STREAM, "q1", viewer, "red");
                if (answer.status() == 503) {
                  return;
                }
                receipts.put(viewer, answer.require(200).body().get("receipt").asText());
              } catch (UncheckedIOException e) {
                unanswered.add(new Unanswered(viewer, sentAtNanos));
                return;
              }
            }
          });
    }
    drivers.shutdown();
    return drivers;
  }

  private void assertKept(Map<String, String> receipts, int unanswered) {
    try (Engine engine = Engine.local(folder).start()) {
      EngineClient client = client(engine);
      receipts.forEach(
          (viewer, receipt) ->
              assertThat(
                      client
                          .vote(STREAM, "q1", viewer, "red")
                          .require(200)
                          .body()
                          .get("receipt")
                          .asText())
                  .isEqualTo(receipt));
      JsonNode result = client.close(STREAM, "q1").get("result");
      assertThat(result.get("ballots").asInt())
          .isBetween(receipts.size(), receipts.size() + unanswered);
      assertThat(result.at("/counts/red").asInt()).isEqualTo(result.get("ballots").asInt());
      assertThat(result.get("certified").asBoolean()).isTrue();
    }
  }

  @Test
  void a_body_that_never_comes_and_idle_connections_do_not_hold_the_end() throws Exception {
    try (Engine engine = Engine.local(folder).start();
        Socket idle = new Socket("127.0.0.1", engine.port());
        Socket half = new Socket("127.0.0.1", engine.port())) {
      half.getOutputStream()
          .write(
              "POST /vote HTTP/1.1\r\nHost: oncue\r\nContent-Length: 100\r\n\r\n{"
                  .getBytes(StandardCharsets.US_ASCII));
      client(engine).get("/time", null).require(200);
      engine.signal();
      assertThat(engine.awaitEnd(END_SECONDS)).isIn(0, 143);
      half.setSoTimeout(1_000);
      idle.setSoTimeout(1_000);
      assertThat(readToEnd(idle)).isEmpty();
      assertThat(readToEnd(half)).doesNotContain(" 200 ").doesNotContain(" 500 ");
    }
  }

  private static String readToEnd(Socket socket) throws Exception {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
  }
}
