package dev.oncue.http;

import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollJson;
import dev.oncue.poll.Result;
import java.time.Instant;

/** Polls as documents of their own. */
public final class PollDocuments {
  private PollDocuments() {}

  /**
   * A poll as JSON in UTF-8.
   *
   * @param shown the counts to show; {@code null}: they stay hidden
   */
  public static byte[] poll(Poll poll, Instant now, Result shown) {
    return Json.bytes(json -> PollJson.write(json, poll, now, shown));
  }
}
