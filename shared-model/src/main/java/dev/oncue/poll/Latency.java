package dev.oncue.poll;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.oncue.json.Fields;
import dev.oncue.json.Json;
import java.io.IOException;
import java.time.Duration;

/**
 * How far the video of a stream's viewers is behind the host: no viewer less than {@code min}, none
 * that is to be waited for more than {@code max}. Immutable. As JSON: <code>
 * {"min":"PT2S","max":"PT8S"}</code>.
 *
 * @param min the shortest way of a frame to a viewer, to the millisecond
 * @param max the longest
 */
public record Latency(Duration min, Duration max) {
  /** The longest latency that can be stated. */
  public static final Duration LONGEST = Duration.ofMinutes(1);

  /** Viewers see the host at once, or nobody has said how late. */
  public static final Latency NONE = new Latency(Duration.ZERO, Duration.ZERO);

  /** Refuses a range that is negative, upside down or longer than {@link #LONGEST}. */
  public Latency {
    if (min.isNegative() || max.compareTo(min) < 0 || max.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a latency is 0 <= min <= max <= " + LONGEST);
    }
  }

  /**
   * Reads a latency; {@code min} may be left out.
   *
   * @throws dev.oncue.json.MalformedException when a field breaks its rule
   */
  public static Latency read(Fields range) {
    Duration max = range.duration("max", Duration.ZERO, LONGEST);
    return new Latency(range.duration("min", Duration.ZERO, max, Duration.ZERO), max);
  }

  /** Writes it as an object. */
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("min", Json.duration(min));
    json.writeStringField("max", Json.duration(max));
    json.writeEndObject();
  }
}
