package dev.oncue.pollclose;

import dev.oncue.http.Group;
import dev.oncue.http.Rehearsal;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

/** Producers close a poll that is not there: the scratch poll stays open for others. */
@Singleton
final class PollCloseRehearsal implements Rehearsal {
  @Override
  public Call call(JsonObject poll, int number) {
    JsonObject nowhere =
        new JsonObject().put("stream", poll.getString("stream")).put("poll", "none");
    return Call.post("/poll-close", nowhere, Group.PRODUCER, 404);
  }
}
