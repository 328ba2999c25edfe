package dev.oncue.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.local.demo.LoopedPlaylist.Placed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pages")
class LoopedPlaylistTest {
  /** Three segments, which take 5 s together. */
  private static final LoopedPlaylist LOOP =
      new LoopedPlaylist(
          new Clip(
              null,
              List.of(segment("a.ts", 2_000), segment("b.ts", 2_000), segment("c.ts", 1_000))));

  private static Clip.Segment segment(String name, long millis) {
    return new Clip.Segment(name, Duration.ofMillis(millis));
  }

  /** The playlist at so many milliseconds of the Unix epoch, without cues. */
  private static String at(long millis) {
    return LOOP.text(
        LOOP.window(Instant.ofEpochMilli(millis)), List.of(), placed -> placed.segment().name());
  }

  @Test
  void a_playlist_line_by_line() {
    // 100 loops of the clip and the first segment of the next are over.
    assertThat(at(502_999))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:6
            #EXT-X-TARGETDURATION:2
            #EXT-X-MEDIA-SEQUENCE:293
            #EXT-X-DISCONTINUITY-SEQUENCE:97
            #EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:08:09.000Z
            #EXTINF:1.000,
            c.ts
            #EXT-X-DISCONTINUITY
            #EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:08:10.000Z
            #EXTINF:2.000,
            a.ts
            #EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:08:12.000Z
            #EXTINF:2.000,
            b.ts
            #EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:08:14.000Z
            #EXTINF:1.000,
            c.ts
            #EXT-X-DISCONTINUITY
            #EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:08:15.000Z
            #EXTINF:2.000,
            a.ts
            #EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:08:17.000Z
            #EXTINF:2.000,
            b.ts
            #EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:08:19.000Z
            #EXTINF:1.000,
            c.ts
            #EXT-X-DISCONTINUITY
            #EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:08:20.000Z
            #EXTINF:2.000,
            a.ts
            """);
  }

  @Test
  void a_segment_is_listed_from_the_millisecond_it_ends() {
    assertThat(last(501_999)).isEqualTo("c.ts");
    assertThat(last(502_000)).isEqualTo("a.ts");
    assertThat(last(503_999)).isEqualTo("a.ts");
    assertThat(last(504_000)).isEqualTo("b.ts");
    assertThat(last(504_999)).isEqualTo("b.ts");
    assertThat(last(505_000)).isEqualTo("c.ts");
  }

  private static String last(long millis) {
    return at(millis).lines().reduce((first, second) -> second).orElseThrow();
  }

  /** What a player sees that asks again and again: RFC 8216, 6.2.1 and 6.2.2. */
  @Test
  void a_segment_keeps_its_numbers_and_its_time_in_every_playlist() {
    Map<Long, List<Object>> seen = new HashMap<>();
    long lastSequence = -1;
    for (long millis = 1_000_000_000; millis < 1_000_060_000; millis += 250) {
      List<String> lines = at(millis).lines().toList();
      long sequence = number(lines, "#EXT-X-MEDIA-SEQUENCE:");
      long discontinuity = number(lines, "#EXT-X-DISCONTINUITY-SEQUENCE:");
      assertThat(sequence).isGreaterThanOrEqualTo(lastSequence);
      lastSequence = sequence;
      String date = null;
      for (String line : lines) {
        if (line.equals("#EXT-X-DISCONTINUITY")) {
          discontinuity++;
        } else if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) {
          date = line;
        } else if (!line.startsWith("#")) {
          List<Object> facts = List.of(line, date, discontinuity);
          assertThat(seen.computeIfAbsent(sequence, first -> facts)).isEqualTo(facts);
          sequence++;
        }
      }
    }
    assertThat(seen).hasSizeGreaterThan(35);
  }

  private static long number(List<String> lines, String tag) {
    return lines.stream()
        .filter(line -> line.startsWith(tag))
        .mapToLong(line -> Long.parseLong(line.substring(tag.length())))
        .findAny()
        .orElseThrow();
  }

  @Test
  void segments_follow_one_another_without_a_gap() {
    List<Placed> all = new ArrayList<>();
    for (long sequence = 1_000; sequence < 1_010; sequence++) {
      all.add(LOOP.placed(sequence));
    }
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i).begin()).isEqualTo(all.get(i - 1).end());
    }
  }

  @Test
  void fragmented_mp4_names_what_comes_before_it() {
    LoopedPlaylist cmaf = new LoopedPlaylist(new Clip("init.mp4", LOOP.clip().segments()));
    String text = cmaf.text(cmaf.window(Instant.EPOCH), List.of(), placed -> "x");
    assertThat(text).contains("\n#EXT-X-MAP:URI=\"init.mp4\"\n#EXT-X-PROGRAM");
  }

  @Test
  void a_clip_has_segments_that_last() {
    for (List<Clip.Segment> segments :
        List.of(List.<Clip.Segment>of(), List.of(segment("a.ts", 0)))) {
      assertThatThrownBy(() -> new Clip(null, segments))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
