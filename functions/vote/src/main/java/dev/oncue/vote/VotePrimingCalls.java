package dev.oncue.vote;

import dev.oncue.http.priming.PrimingCalls;
import dev.oncue.http.token.Group;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

/** Viewers vote. */
@Singleton
final class VotePrimingCalls implements PrimingCalls {
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
