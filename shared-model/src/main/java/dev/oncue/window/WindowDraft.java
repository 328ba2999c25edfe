package dev.oncue.window;

import dev.oncue.json.Fields;
import dev.oncue.json.MalformedException;
import dev.oncue.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a producer announces.
 *
 * @param id which window it shall be
 * @param closesAt its end, after {@code opensAt}
 * @param lead {@code null}: as the pool is set
 */
public record WindowDraft(
    WindowId id, Instant opensAt, Instant closesAt, int expectedViewers, @Nullable Duration lead) {

  /**
   * Reads what a producer sent. A window without a name is given one that is made of all it has, so
   * that the same announcement again is the same window.
   *
   * @param tenant whose stream it is
   * @throws MalformedException when a field breaks its rule
   */
  public static WindowDraft read(Fields fields, String tenant) {
    StreamId stream = new StreamId(tenant, fields.name("stream"));
    String name = fields.has("window") ? fields.name("window") : null;
    fields.require("opensAt", "expectedViewers");
    Instant opensAt = fields.instant("opensAt");
    Instant closesAt = closesAt(fields, opensAt);
    int viewers = fields.integer("expectedViewers", 1, Window.MAX_EXPECTED_VIEWERS);
    Duration lead = fields.optionalDuration("lead", Duration.ZERO, Window.MAX_LEAD);
    String words = String.join("\n", stream.path(), opensAt + "/" + closesAt, viewers + "/" + lead);
    return new WindowDraft(
        new WindowId(stream, Origin.ANNOUNCED, name == null ? madeUp(words) : name),
        opensAt,
        closesAt,
        viewers,
        lead);
  }

  private static String madeUp(String words) {
    return "window-" + UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8));
  }

  private static Instant closesAt(Fields fields, Instant opensAt) {
    Duration duration =
        fields.optionalDuration("duration", Duration.ofMillis(1), Window.MAX_LENGTH);
    Instant closesAt = fields.optionalInstant("closesAt");
    if (duration == null) {
      if (closesAt == null) {
        throw fields.malformed("closesAt", "is missing; give it, or a duration");
      }
      return within(opensAt, closesAt);
    }
    if (closesAt != null && !closesAt.equals(opensAt.plus(duration))) {
      throw fields.malformed("closesAt", "must be opensAt plus duration, or left out");
    }
    return opensAt.plus(duration);
  }

  private static Instant within(Instant opensAt, Instant closesAt) {
    if (!closesAt.isAfter(opensAt)) {
      throw new MalformedException("closesAt", "must be after opensAt");
    }
    if (closesAt.isAfter(opensAt.plus(Window.MAX_LENGTH))) {
      throw new MalformedException(
          "closesAt", "must be at most " + Window.MAX_LENGTH + " after opensAt");
    }
    return closesAt;
  }

  /**
   * The window that this draft becomes when it arrives at {@code now}.
   *
   * @throws MalformedException when it is over already, or lies too far ahead
   */
  public Window at(Instant now) {
    if (!closesAt.isAfter(now)) {
      throw new MalformedException("closesAt", "must be in the future");
    }
    if (opensAt.isAfter(now.plus(Window.MAX_AHEAD))) {
      throw new MalformedException("opensAt", "must be at most " + Window.MAX_AHEAD + " ahead");
    }
    return new Window(
        id, opensAt, closesAt, expectedViewers, lead, false, WindowStatus.planned(now));
  }

  /** Whether this draft asks for the very window that exists. */
  public boolean asksFor(Window window) {
    return id.equals(window.id())
        && opensAt.equals(window.opensAt())
        && closesAt.equals(window.closesAt())
        && expectedViewers == window.expectedViewers()
        && Objects.equals(lead, window.lead());
  }
}
