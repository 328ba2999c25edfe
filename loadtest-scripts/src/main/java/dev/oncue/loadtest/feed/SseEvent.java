package dev.oncue.loadtest.feed;

/**
 * One event of a feed.
 *
 * @param id {@code null}: it has none
 * @param type empty: it has none
 * @param data its lines, joined by LF
 */
record SseEvent(String id, String type, String data) {
  /** Reads the lines of one block (WHATWG HTML, 9.2.6); {@code null}: it has no data. */
  static SseEvent read(String block) {
    String id = null;
    String type = "";
    StringBuilder data = null;
    for (String line : block.split("\n")) {
      int colon = line.indexOf(':');
      String value =
          colon < 0 ? "" : line.substring(colon + (line.startsWith(": ", colon) ? 2 : 1));
      // A line without a name is a comment, and the standard ignores unknown fields.
      switch (colon < 0 ? line : line.substring(0, colon)) {
        case "event" -> type = value;
        case "id" -> id = value;
        case "data" ->
            data = data == null ? new StringBuilder(value) : data.append('\n').append(value);
        default -> {}
      }
    }
    return data == null ? null : new SseEvent(id, type, data.toString());
  }
}
