package dev.oncue.vote;

import dev.oncue.http.token.Tokens;
import dev.oncue.http.token.ViewerRequest;
import dev.oncue.json.Fields;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.stream.StreamId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ballot as it was sent.
 *
 * @param poll for which poll
 * @param viewer whose ballot it is
 * @param options the options it names, all different
 * @param mediaTime what the viewer's video showed; {@code null}: the viewer does not say
 */
record VoteRequest(PollId poll, String viewer, List<String> options, @Nullable Instant mediaTime) {
  /**
   * Reads a viewer's own ballot.
   *
   * @param authorization the header; {@code null}: there is none
   * @param body JSON, as the viewer sent it
   */
  static VoteRequest read(Tokens tokens, @Nullable String authorization, byte[] body) {
    ViewerRequest request = ViewerRequest.read(tokens, authorization, body);
    Fields fields = request.body();
    return read(fields, request.viewer().reach(fields.name("stream")), request.viewer().name());
  }

  static VoteRequest read(Fields fields, StreamId stream, String viewer) {
    return read(fields, new PollId(stream, fields.name("poll")), viewer);
  }

  static VoteRequest read(Fields fields, PollId poll, String viewer) {
    return new VoteRequest(poll, viewer, options(fields), fields.optionalInstant("mediaTime"));
  }

  private static List<String> options(Fields fields) {
    if (!fields.has("option")) {
      return fields.names("options", 1, Poll.MAX_OPTIONS);
    }
    if (fields.has("options")) {
      throw fields.malformed("option", "must not be given together with options");
    }
    return List.of(fields.name("option"));
  }
}
