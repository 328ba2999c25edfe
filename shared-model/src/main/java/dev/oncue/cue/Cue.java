package dev.oncue.cue;

import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The instruction that shows or hides a poll's overlay at a media time. Immutable.
 *
 * <p>A packager puts cues into the stream, where they travel with the frames they belong to: as an
 * {@link Id3Tag}, in an {@link EmsgBox}, in a {@link SeiNal}, or as a {@link DateRange} of a
 * playlist. All four carry the same facts; the first three carry {@link #payload}.
 *
 * @param kind what is done
 * @param poll whose overlay it is
 * @param at the media time: the instant (UTC) that the first frame carries on which it is done, to
 *     the millisecond
 */
public record Cue(CueKind kind, PollId poll, Instant at) {
  /** By media time, then by the poll's name, then show before hide. */
  public static final Comparator<Cue> IN_ORDER =
      Comparator.comparing(Cue::at)
          .thenComparing(cue -> cue.poll().name())
          .thenComparing(Cue::kind);

  /** What names cues wherever a carrier has room for a name. */
  static final String NAME = "dev.oncue.cue";

  /**
   * The cues of a poll: it is shown from {@code opensAt} and hidden at {@code closesAt}, or when it
   * was closed by hand before. While it has no end it has no hide; one that was closed before it
   * opened is never shown, and has none at all.
   */
  public static List<Cue> of(Poll poll) {
    Instant opens = poll.window().opensAt();
    boolean isNeverShown = poll.closedAt() != null && !poll.closedAt().isAfter(opens);
    if (isNeverShown) {
      return List.of();
    }
    Cue show = new Cue(CueKind.SHOW, poll.id(), opens);
    return poll.closesAt() == null
        ? List.of(show)
        : List.of(show, new Cue(CueKind.HIDE, poll.id(), poll.closesAt()));
  }

  /**
   * The cue as JSON in UTF-8, without spaces; below 400 bytes, since names have at most 128
   * characters. The same cue always comes to the same bytes.
   */
  public byte[] payload() {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("cue", kind.word());
          json.writeStringField("stream", poll.stream().name());
          json.writeStringField("poll", poll.name());
          json.writeStringField("at", Json.instant(at));
          json.writeEndObject();
        });
  }
}
