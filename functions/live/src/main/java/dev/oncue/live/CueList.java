package dev.oncue.live;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.oncue.cue.Cue;
import dev.oncue.cue.DateRange;
import dev.oncue.cue.EmsgBox;
import dev.oncue.cue.Id3Tag;
import dev.oncue.cue.SeiNal;
import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.stream.StreamId;
import java.io.IOException;
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
    byte[] document =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("now", Json.instant(now));
              json.writeStringField("stream", stream.name());
              json.writeArrayFieldStart("cues");
              for (Cue cue : cues) {
                write(json, cue, epoch);
              }
              json.writeEndArray();
              json.writeEndObject();
            });
    return new String(document, StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator json, Cue cue, Instant epoch) throws IOException {
    json.writeStartObject();
    cue.writeInside(json);
    json.writeBinaryField("id3", Id3Tag.of(cue));
    json.writeBinaryField("emsg", EmsgBox.of(cue, epoch));
    json.writeBinaryField("h264", SeiNal.h264(cue));
    json.writeBinaryField("hevc", SeiNal.hevc(cue));
    json.writeStringField("daterange", DateRange.of(cue));
    json.writeEndObject();
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
