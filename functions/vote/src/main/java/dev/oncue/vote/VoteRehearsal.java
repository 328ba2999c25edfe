package dev.oncue.vote;

import dev.oncue.http.Group;
import dev.oncue.http.Rehearsal;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

/** Viewers vote. */
@Singleton
final class VoteRehearsal implements Rehearsal {
  @Override
  public Call call(JsonObject poll, int number) {
    JsonObject ballot =
        new JsonObject()
            .put("stream", poll.getString("stream"))
            .put("poll", poll.getString("poll"))
            .put("option", number % 2 == 0 ? "yes" : "no");
    return Call.post("/vote", ballot, Group.VIEWER, 200);
  }
}
