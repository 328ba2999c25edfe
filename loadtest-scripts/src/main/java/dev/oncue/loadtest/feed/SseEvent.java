package dev.oncue.loadtest.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One event of a feed.
 *
 * @param id {@code null}: it has none
 * @param type empty: it has none
 * @param data its lines, joined by LF
 * @param json the data as JSON
 */
record SseEvent(String id, String type, String data, JsonNode json) {
  private static final Pattern FIELD = Pattern.compile("(?m)^(id|event|data): ?(.*)$");

  /** Reads the lines of one block (WHATWG HTML, 9.2.6); {@code null}: it has no data. */
  static SseEvent read(String block) {
    Map<String, String> fields = new HashMap<>();
    Matcher field = FIELD.matcher(block);
    while (field.find()) {
      fields.merge(field.group(1), field.group(2), (first, next) -> first + '\n' + next);
    }
    String data = fields.get("data");
    return data == null
        ? null
        : new SseEvent(fields.get("id"), fields.getOrDefault("event", ""), data, Json.parse(data));
  }

  /**
   * Whether this is the event after another one: ids are {@code <epoch>-<number>}, and the numbers
   * have no gap.
   *
   * @param before the id of the other one; {@code null}: there was none
   */
  boolean follows(String before) {
    if (before == null || id == null) {
      return false;
    }
    int dash = before.lastIndexOf('-');
    return dash == id.lastIndexOf('-')
        && before.regionMatches(0, id, 0, dash + 1)
        && number(id, dash) == number(before, dash) + 1;
  }

  private static long number(String id, int dash) {
    return Long.parseLong(id, dash + 1, id.length(), 10);
  }
}
