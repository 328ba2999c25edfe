package dev.oncue.pollclose;

import dev.oncue.http.priming.PrimingCalls;
import dev.oncue.http.token.Group;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

/** Producers close a poll that is not there: the scratch poll stays open for others. */
@Singleton
final class PollClosePrimingCalls implements PrimingCalls {
  @Override
  public Call call(JsonObject poll, int number) {
    JsonObject nowhere =
        new JsonObject().put("stream", poll.getString("stream")).put("poll", "none");
    return Call.post("/poll-close", nowhere, Group.PRODUCER, 404);
  }
}
