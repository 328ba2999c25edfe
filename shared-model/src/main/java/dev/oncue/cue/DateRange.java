package dev.oncue.cue;

import dev.oncue.json.Json;

/**
 * A cue as a line of an HLS media playlist. The playlist also needs {@code
 * EXT-X-PROGRAM-DATE-TIME}, to which {@code START-DATE} refers.
 *
 * <p>Written by RFC 8216, 4.3.2.7 (4.4.5.1 in draft-pantos-hls-rfc8216bis). No value needs quoting:
 * a {@link dev.oncue.stream.Name} has neither a quotation mark nor a line break. A cue's {@code ID}
 * is the same whenever it is: while a poll's end may still move, its hide should not be in a
 * playlist yet, since one {@code ID} must not come with two dates.
 */
public final class DateRange {
  private DateRange() {}

  /** The line of a cue, without a line break. */
  public static String of(Cue cue) {
    String kind = cue.kind().word();
    String poll = cue.poll().name();
    return "#EXT-X-DATERANGE:ID=\"oncue-%s-%s\",CLASS=\"%s\",START-DATE=\"%s\",X-CUE=\"%s\",X-STREAM=\"%s\",X-POLL=\"%s\""
        .formatted(
            kind, poll, Cue.NAME, Json.instant(cue.at()), kind, cue.poll().stream().name(), poll);
  }
}
