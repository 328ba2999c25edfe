package dev.oncue.local.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A clip that lies in segments. Immutable.
 *
 * @param init what comes before the first segment ({@code EXT-X-MAP}); {@code null}: nothing does
 * @param segments one or more, in their order
 */
record Clip(String init, List<Segment> segments) {
  private static final String DURATION = "#EXTINF:";
  private static final String MAP = "#EXT-X-MAP:URI=\"";

  /**
   * One segment.
   *
   * @param name its file, beside the playlist
   */
  record Segment(String name, Duration duration) {}

  /** Refuses a clip without segments, and segments without a length. */
  Clip {
    segments = List.copyOf(segments);
    if (segments.isEmpty() || segments.stream().anyMatch(one -> one.duration().toMillis() <= 0)) {
      throw new IllegalArgumentException("a clip has segments, each of a millisecond or more");
    }
  }

  /**
   * Reads a media playlist (RFC 8216, 4.3.2) such as ffmpeg writes.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it is none
   */
  static Clip read(Path playlist) throws IOException {
    String init = null;
    List<Segment> segments = new ArrayList<>();
    Duration duration = Duration.ZERO;
    for (String line : Files.readAllLines(playlist)) {
      if (line.startsWith(DURATION)) {
        duration = duration(line.substring(DURATION.length(), line.indexOf(',')));
      } else if (line.startsWith(MAP)) {
        init = line.substring(MAP.length(), line.indexOf('"', MAP.length()));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        segments.add(new Segment(line, duration));
      }
    }
    return new Clip(init, segments);
  }

  private static Duration duration(String seconds) {
    return Duration.ofMillis(new BigDecimal(seconds).movePointRight(3).longValue());
  }

  /** How long it plays. */
  Duration duration() {
    return segments.stream().map(Segment::duration).reduce(Duration.ZERO, Duration::plus);
  }
}
