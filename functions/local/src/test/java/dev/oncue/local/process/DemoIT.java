package dev.oncue.local.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.cue.EmsgReader;
import dev.oncue.local.Command;
import dev.oncue.local.NeedsProgram;
import dev.oncue.local.demo.CuedClip;
import dev.oncue.local.demo.FrameStrip;
import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.EngineClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's live stream, as a player gets it from the packaged engine. */
@Tag("pages")
@NeedsProgram(value = "ffmpeg", aptPackage = "ffmpeg")
class DemoIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String DATE = "#EXT-X-PROGRAM-DATE-TIME:";

  @TempDir static Path folder;
  private static Engine engine;
  private static EngineClient client;

  /** A segment of a playlist. */
  private record Listed(Instant begin, String address) {}

  @BeforeAll
  static void start() throws Exception {
    Path clip = Files.createDirectory(folder.resolve("clip"));
    CuedClip.makePlain(clip);
    engine = Engine.local(folder).set("ONCUE_DEMO_DIR", clip.toString()).start();
    client = engine.client(folder.resolve("data"));
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static String playlist(String query) {
    return client.get("/demo/live.m3u8" + query, null).require(200).text();
  }

  private static List<Listed> segments(String query) {
    List<Listed> segments = new ArrayList<>();
    Instant begin = null;
    for (String line : playlist(query).lines().toList()) {
      if (line.startsWith(DATE)) {
        begin = Instant.parse(line.substring(DATE.length()));
      } else if (!line.startsWith("#")) {
        segments.add(new Listed(begin, line));
      }
    }
    return segments;
  }

  private static byte[] bytes(Listed segment) {
    try (InputStream in =
        URI.create(client.origin() + "/demo/" + segment.address()).toURL().openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(segment.address(), e);
    }
  }

  /** Opens a poll; gives the payload of its first cue. */
  private static String opened(String stream) {
    String at = client.open(stream, "q1", "").get("opensAt").asText();
    return "{\"cue\":\"show\",\"stream\":\"%s\",\"poll\":\"q1\",\"at\":\"%s\"}"
        .formatted(stream, at);
  }

  @Test
  void a_frame_is_shown_at_the_media_time_that_the_playlist_says() throws Exception {
    Instant now = Instant.now();
    List<Listed> segments = segments("");
    Listed last = segments.get(segments.size() - 1);
    assertThat(last.begin().plusSeconds(1)).isBetween(now.minusMillis(1_000), Instant.now());
    for (Listed segment : segments) {
      Files.write(folder.resolve("segment.ts"), bytes(segment));
      Command.run(folder, "ffmpeg -v error -y -i segment.ts -frames:v 1 first.png");
      int frame = FrameStrip.read(ImageIO.read(folder.resolve("first.png").toFile())).orElseThrow();
      assertThat((long) frame).isEqualTo(segment.begin().toEpochMilli() / 40 % 300);
    }
  }

  /** A real player, over the point where the clip begins again. */
  @Test
  void ffmpeg_plays_it_without_a_complaint() throws Exception {
    String said =
        Command.run(
            folder,
            "ffmpeg -v warning -live_start_index 0 -i %s/demo/live.m3u8 -t 14 -c copy -f null -"
                .formatted(client.origin()));
    assertThat(said).doesNotContainIgnoringCase("corrupt").doesNotContainIgnoringCase("invalid");
  }

  @Test
  void a_poll_comes_as_a_date_range() {
    String stream = "in-the-playlist";
    opened(stream);
    await()
        .atMost(TIMEOUT)
        .until(() -> playlist("?stream=" + stream).contains("ID=\"oncue-show-q1\""));
    assertThat(playlist("")).doesNotContain("DATERANGE");
    client.close(stream, "q1");
    await()
        .atMost(TIMEOUT)
        .until(() -> playlist("?stream=" + stream).contains("ID=\"oncue-hide-q1\""));
  }

  @Test
  void a_poll_comes_as_a_tag_in_the_segment_of_its_media_time() {
    String payload = opened("in-a-tag");
    Instant at = Instant.parse(payload.substring(payload.length() - 26, payload.length() - 2));
    Listed segment = segmentOf(at, "?stream=in-a-tag&carrier=id3");
    assertThat(new String(bytes(segment), ISO_8859_1)).contains("dev.oncue.cue\0" + payload);
  }

  @Test
  void a_poll_comes_as_a_box_in_the_segment_of_its_media_time() {
    String payload = opened("in-a-box");
    Instant at = Instant.parse(payload.substring(payload.length() - 26, payload.length() - 2));
    Listed segment = segmentOf(at, "?stream=in-a-box&carrier=emsg");
    List<EmsgReader> boxes = EmsgReader.all(bytes(segment));
    assertThat(boxes).hasSize(1);
    assertThat(new String(boxes.get(0).messageData(), UTF_8)).endsWith(payload);
    // On the track's own timeline, which begins anew with each loop.
    assertThat(boxes.get(0).presentationTime()).isEqualTo(at.toEpochMilli() % 12_000);
  }

  private static Listed segmentOf(Instant at, String query) {
    return await()
        .atMost(TIMEOUT)
        .until(
            () ->
                segments(query).stream()
                    .filter(one -> !at.isBefore(one.begin()))
                    .filter(one -> at.isBefore(one.begin().plusSeconds(1)))
                    .findAny(),
            Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void what_is_no_part_of_it_is_refused() {
    client.get("/demo/live.m3u8?carrier=sei", null).require(400);
    client.get("/demo/live.m3u8?stream=a%20b", null).require(400);
    client.get("/demo/clip0.ts?stream=s&carrier=id3&sequence=x", null).require(400);
    client.get("/demo/clip0.ts?stream=s&carrier=id3&sequence=99999999999", null).require(404);
    client.get("/demo/clip1.ts?stream=s&carrier=id3&sequence=0", null).require(404);
    client.get("/demo/clip12.ts", null).require(404);
    client.get("/demo/..%2Fdata%2Fjwt-secret", null).require(404);
    client.get("/demo/..%2F..%2Fdata%2Fjwt-secret.ts", null).require(404);
  }
}
