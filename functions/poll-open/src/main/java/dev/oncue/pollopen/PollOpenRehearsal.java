package dev.oncue.pollopen;

import dev.oncue.http.Group;
import dev.oncue.http.Rehearsal;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

/** Producers open the scratch poll, which is open. */
@Singleton
final class PollOpenRehearsal implements Rehearsal {
  @Override
  public Call call(JsonObject poll, int number) {
    return Call.post("/poll-open", poll, Group.PRODUCER, 200);
  }
}
