package dev.oncue.live;

import dev.oncue.cue.Cue;
import dev.oncue.cue.DateRange;
import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * The cues of a stream, as a packager asks for them. Immutable.
 *
 * @param stream whose they are
 * @param cues in the order of {@link Cue#IN_ORDER}
 */
record CueList(StreamId stream, List<Cue> cues) {

  /** Those of a stream's polls that a query asks for. */
  static CueList of(StreamId stream, List<Poll> polls, CueQuery query) {
    return new CueList(
        stream,
        polls.stream()
            .flatMap(poll -> Cue.of(poll).stream())
            .filter(query::asksFor)
            .sorted(Cue.IN_ORDER)
            .toList());
  }

  /**
   * The cues with their carriers, as JSON.
   *
   * @param epoch media time zero of the packager
   */
  String document(Instant now, Instant epoch) {
    List<CueResponse> carried = cues.stream().map(cue -> CueResponse.of(cue, epoch)).toList();
    byte[] document = Json.bytes(new CuesResponse(now, stream.name(), carried));
    return new String(document, StandardCharsets.UTF_8);
  }

  /** The lines of a media playlist, each with its line break; nothing else. */
  String lines() {
    StringBuilder lines = new StringBuilder();
    for (Cue cue : cues) {
      lines.append(DateRange.of(cue)).append('\n');
    }
    return lines.toString();
  }
}
