package dev.oncue.live;

import dev.oncue.http.priming.PrimingCalls;
import dev.oncue.http.token.Group;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

/** Screens connect, ask for the state, and ask for the time, by turns. */
@Singleton
final class LivePrimingCalls implements PrimingCalls {
  @Override
  public Call call(JsonObject poll, int number) {
    String stream = "/streams/" + poll.getString("stream");
    return switch (number % 3) {
      case 0 -> Call.get(stream + "/feed", Group.HOST);
      case 1 -> Call.get(stream + "/state", Group.VIEWER);
      default -> Call.get("/time", Group.VIEWER);
    };
  }
}
