package dev.oncue.pollopen;

import dev.oncue.http.priming.PrimingCalls;
import dev.oncue.http.token.Group;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

/** Producers open the scratch poll, which is open. */
@Singleton
final class PollOpenPrimingCalls implements PrimingCalls {
  @Override
  public Call call(JsonObject poll, int number) {
    return Call.post("/poll-open", poll, Group.PRODUCER, 200);
  }
}
