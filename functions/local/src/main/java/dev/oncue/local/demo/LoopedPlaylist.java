package dev.oncue.local.demo;

import dev.oncue.cue.Cue;
import dev.oncue.cue.DateRange;
import dev.oncue.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * A clip that is on the air for ever: it begins at the Unix epoch, and again whenever it has ended.
 * What is on at an instant depends on the clip and that instant alone, so any number of servers,
 * started at any time, serve the same stream. Immutable.
 *
 * <p>The playlist is a live one by RFC 8216: a sliding window (6.2.2) whose segments have ended,
 * with their media time ({@code EXT-X-PROGRAM-DATE-TIME}, 4.3.2.6) and a discontinuity (4.3.2.3)
 * where the clip begins again.
 */
record LoopedPlaylist(Clip clip) {
  /** How many segments a playlist lists: as long as a player may be behind. */
  static final int WINDOW = 8;

  /**
   * A segment at its place in time.
   *
   * @param sequence its media sequence number
   * @param loop how often the clip was over before; its discontinuity sequence number
   * @param begin the media time of its first frame
   */
  record Placed(long sequence, long loop, Instant begin, Clip.Segment segment) {
    /** The media time of the first frame after it. */
    Instant end() {
      return begin.plus(segment.duration());
    }

    /** Whether a cue's media time is that of one of its frames. */
    boolean has(Cue cue) {
      return !cue.at().isBefore(begin) && cue.at().isBefore(end());
    }
  }

  /** The last segments that have ended, the latest last. */
  List<Placed> window(Instant now) {
    long millis = now.toEpochMilli();
    long loop = Math.floorDiv(millis, clip.duration().toMillis());
    long next = loop * clip.segments().size();
    while (!placed(next).end().isAfter(now)) {
      next++;
    }
    return LongStream.range(next - WINDOW, next).mapToObj(this::placed).toList();
  }

  /** The segment with a media sequence number. */
  Placed placed(long sequence) {
    int count = clip.segments().size();
    long loop = Math.floorDiv(sequence, count);
    int index = (int) Math.floorMod(sequence, (long) count);
    Duration before =
        clip.segments().subList(0, index).stream()
            .map(Clip.Segment::duration)
            .reduce(clip.duration().multipliedBy(loop), Duration::plus);
    return new Placed(sequence, loop, Instant.EPOCH.plus(before), clip.segments().get(index));
  }

  /** The media time of the first frame of the loop that a segment is in. */
  Instant beginOfLoop(Placed placed) {
    return Instant.EPOCH.plus(clip.duration().multipliedBy(placed.loop()));
  }

  /**
   * The playlist.
   *
   * @param window its segments
   * @param dateRanges the cues that are listed in it
   * @param address where a segment is, as seen from the playlist
   */
  String text(List<Placed> window, List<Cue> dateRanges, Function<Placed, String> address) {
    long loop = window.get(0).loop();
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n");
    text.append("#EXT-X-TARGETDURATION:").append(targetDuration()).append('\n');
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(window.get(0).sequence()).append('\n');
    text.append("#EXT-X-DISCONTINUITY-SEQUENCE:").append(loop).append('\n');
    if (clip.init() != null) {
      text.append("#EXT-X-MAP:URI=\"").append(clip.init()).append("\"\n");
    }
    dateRanges.forEach(cue -> text.append(DateRange.of(cue)).append('\n'));
    for (Placed placed : window) {
      if (placed.loop() != loop) {
        loop = placed.loop();
        text.append("#EXT-X-DISCONTINUITY\n");
      }
      text.append("#EXT-X-PROGRAM-DATE-TIME:").append(Json.instant(placed.begin())).append('\n');
      text.append("#EXTINF:").append(seconds(placed.segment())).append(",\n");
      text.append(address.apply(placed)).append('\n');
    }
    return text.toString();
  }

  /** No segment is longer, when rounded to whole seconds (RFC 8216, 4.3.3.1). */
  private long targetDuration() {
    return clip.segments().stream()
        .mapToLong(segment -> Math.max(1, segment.duration().plusMillis(500).toSeconds()))
        .max()
        .orElseThrow();
  }

  private static BigDecimal seconds(Clip.Segment segment) {
    return BigDecimal.valueOf(segment.duration().toMillis(), 3);
  }
}
