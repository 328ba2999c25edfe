package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.EngineClient;
import dev.oncue.testbed.engine.EngineClient.Answer;
import dev.oncue.testbed.feed.EventStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Callers who want more of feeds than anybody needs, at an engine in a process of its own: the
 * votes in another stream go on within a second meanwhile, and what was taken comes back.
 */
@Tag("faults")
class FloodedFeedsIT {
  private static final String STREAM = "show";
  private static final String LARGE = "large";
  private static final Duration SLOWEST_VOTE = Duration.ofSeconds(1);
  private static final Duration VOTE_GAP = Duration.ofMillis(20);
  private static final long MEBIBYTE = 1024 * 1024;

  private final List<Socket> sockets = new ArrayList<>();

  @TempDir Path folder;
  private Engine engine;
  private EngineClient client;

  @BeforeEach
  void start() {
    engine = Engine.local(folder).start();
    client = engine.client(folder.resolve("data"));
    client.open(STREAM, "q1", "");
    // Code that never ran is slow by itself.
    for (int i = 0; i < 500; i++) {
      client.vote(STREAM, "q1", "early-" + i, "red").require(200);
    }
  }

  @AfterEach
  void end() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    engine.close();
  }

  /** Votes in one stream, one after the other, and how long the slowest took. */
  private static final class Voting implements AutoCloseable {
    private final ScheduledExecutorService voters = Executors.newScheduledThreadPool(4);
    private final AtomicInteger cast = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final EngineClient client;
    private volatile AssertionError failed;

    Voting(EngineClient client) {
      this.client = client;
      for (int i = 0; i < 4; i++) {
        voters.scheduleWithFixedDelay(this::vote, 0, VOTE_GAP.toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    private void vote() {
      long begin = System.nanoTime();
      try {
        client.vote(STREAM, "q1", "v" + cast.incrementAndGet(), "red").require(200);
      } catch (AssertionError e) {
        failed = e;
      }
      slowestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
    }

    void assertTheyWentOn() {
      assertThat(failed).isNull();
      await("votes meanwhile").until(() -> cast.get() > 100);
      assertThat(Duration.ofNanos(slowestNanos.get()))
          .as("the slowest of %d votes", cast.get())
          .isLessThan(SLOWEST_VOTE);
    }

    @Override
    public void close() {
      voters.shutdownNow();
    }
  }

  private double metric(String name) {
    return client
        .get("/q/metrics", null)
        .text()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The heap that is in use once all is gone that nobody needs, in bytes. */
  private double heap() throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(jcmd, Long.toString(engine.pid()), "GC.run")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("jcmd").toFile())
        .start()
        .waitFor();
    return metric("jvm_memory_used_bytes{area=\"heap\"");
  }

  private double threads() {
    return metric("jvm_threads_live_threads");
  }

  private Socket ask(String path, String token, int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), engine.port()));
    String request =
        "GET %s HTTP/1.1\r\nHost: oncue\r\nAuthorization: Bearer %s\r\n\r\n".formatted(path, token);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Schedules polls of the largest kind until there may be no more, or a state takes no more. */
  private void fillState() {
    String options =
        IntStream.range(0, 32)
            .mapToObj(i -> "{\"id\":\"o%d\",\"text\":\"%d %s\"}".formatted(i, i, "x".repeat(290)))
            .collect(Collectors.joining(",", "[", "]"));
    Instant opensAt = Instant.now().plus(Duration.ofDays(30));
    for (int i = 0; i < 300; i++) {
      String json =
          "{\"stream\":\"%s\",\"poll\":\"p%d\",\"question\":\"%s\",\"options\":%s,\"opensAt\":\"%s\"}"
              .formatted(LARGE, i, "?".repeat(300), options, opensAt);
      Answer answer = client.post("/poll-open", client.tokens().producer(), json);
      if (answer.status() != 202) {
        assertThat(answer.status()).as(answer.text()).isIn(409, 429);
        return;
      }
    }
  }

  @Test
  void hundreds_who_never_read_the_largest_state_disturb_nobody() throws Exception {
    client.open(LARGE, "now", "");
    fillState();
    Answer state = client.get("/streams/" + LARGE + "/state", client.tokens().host());
    assertThat(state.require(200).text().length()).isGreaterThan(100_000);
    double heapBefore = heap();
    double threadsBefore = threads();
    try (Voting voting = new Voting(client)) {
      String token = client.tokens().viewer("never-reads");
      String host = client.tokens().host();
      for (int i = 0; i < 100; i++) {
        // Each time another state, since the votes in it have grown.
        client.vote(LARGE, "now", "l" + i, "red").require(200);
        ask("/streams/" + LARGE + "/feed", i % 2 == 0 ? token : host, 4_096);
        ask("/streams/" + LARGE + "/state", i % 2 == 0 ? host : token, 4_096);
      }
      double held = heap() - heapBefore;
      assertThat(held).as("the heap that they hold").isLessThan(100 * MEBIBYTE);
      voting.assertTheyWentOn();
      // They are cut off, although there may be no event that they could be too slow for.
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> metric("oncue_feed_subscribers") == 0 && metric("oncue_state_bytes") == 0);
      voting.assertTheyWentOn();
    }
    assertThat(heap()).isLessThan(heapBefore + 32 * MEBIBYTE);
    assertThat(threads()).isLessThan(threadsBefore + 40);
    // The next one is served as the first was.
    try (EventStream feed = client.feed(LARGE, client.tokens().viewer("ann"))) {
      assertThat(feed.awaitState().get("polls")).isNotEmpty();
    }
  }

  /** The status of an answer, and its body where it is a problem. */
  private static String read(Socket socket) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    String status = lines.readLine().split(" ")[1];
    int length = 0;
    for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    char[] body = new char[length];
    for (int got = 0; got < length; ) {
      got += lines.read(body, got, length - got);
    }
    return status + " " + new String(body);
  }

  @Test
  void one_viewer_cannot_follow_streams_without_end() throws Exception {
    double heapBefore = heap();
    double threadsBefore = threads();
    String token = client.tokens().viewer("greedy");
    AtomicInteger followed = new AtomicInteger();
    List<String> refusals = new ArrayList<>();
    try (Voting voting = new Voting(client);
        EventStream watcher = client.feed(STREAM, client.tokens().viewer("watcher"))) {
      watcher.awaitState();
      for (int i = 0; i < 3_000; i++) {
        Socket socket = ask("/streams/ever-new-" + i + "/feed", token, 0);
        String answer = read(socket);
        if (answer.startsWith("200")) {
          followed.incrementAndGet();
        } else {
          refusals.add(answer);
          socket.close();
        }
      }
      voting.assertTheyWentOn();
      assertThat(followed.get()).isEqualTo(100);
      assertThat(refusals)
          .allMatch(answer -> answer.startsWith("429"))
          .allMatch(answer -> answer.contains("urn:oncue:problem:rate-limited"))
          .allMatch(answer -> answer.contains("at most 100 streams"));
      // Who comes and goes starts no more of them.
      for (Socket socket : sockets) {
        socket.close();
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> metric("oncue_feed_subscribers") == 1);
      for (int i = 0; i < 3_000; i++) {
        try (Socket socket = ask("/streams/again-" + i + "/feed", token, 0)) {
          assertThat(read(socket)).matches("(?s)(200|429).*");
        }
      }
      voting.assertTheyWentOn();
      assertThat(watcher.hasEnded()).isFalse();
      await().atMost(Duration.ofSeconds(60)).until(() -> metric("oncue_feed_streams") == 1);
    }
    assertThat(heap()).isLessThan(heapBefore + 32 * MEBIBYTE);
    assertThat(threads()).isLessThan(threadsBefore + 40);
  }
}
