package dev.oncue.react;

import dev.oncue.http.priming.PrimingCalls;
import dev.oncue.http.token.Group;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

/** Viewers react. */
@Singleton
final class ReactionPrimingCalls implements PrimingCalls {
  @Override
  public Call call(JsonObject poll, int number) {
    JsonObject reaction =
        new JsonObject().put("stream", poll.getString("stream")).put("emoji", "\uD83D\uDD25");
    return Call.post("/reaction", reaction, Group.VIEWER, 202);
  }
}
