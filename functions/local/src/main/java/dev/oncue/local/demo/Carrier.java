package dev.oncue.local.demo;

import dev.oncue.json.MalformedException;
import java.util.Locale;

/** What carries the cues of the demo. */
enum Carrier {
  /** Lines of the playlist. */
  DATERANGE,
  /** Tags in MPEG-TS. */
  ID3,
  /** Boxes in fragmented MP4. */
  EMSG;

  /**
   * The carrier by that name; {@code null}: date ranges.
   *
   * @throws MalformedException when there is none
   */
  static Carrier of(String name) {
    if (name == null) {
      return DATERANGE;
    }
    for (Carrier carrier : values()) {
      if (carrier.word().equals(name)) {
        return carrier;
      }
    }
    throw new MalformedException("carrier", "must be daterange, id3 or emsg");
  }

  /** The word on the wire. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
