package dev.oncue.react;

import dev.oncue.http.Group;
import dev.oncue.http.Rehearsal;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

/** Viewers react. */
@Singleton
final class ReactionRehearsal implements Rehearsal {
  @Override
  public Call call(JsonObject poll, int number) {
    JsonObject reaction =
        new JsonObject().put("stream", poll.getString("stream")).put("emoji", "\uD83D\uDD25");
    return Call.post("/reaction", reaction, Group.VIEWER, 202);
  }
}
