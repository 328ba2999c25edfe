package dev.oncue.peer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Who calls, and what they may do. */
record Caller(String name, JsonArray groups) {
  static Caller of(JsonObject claims) {
    try {
      String name = claims.getString("sub");
      JsonArray groups = claims.getJsonArray("groups");
      if (name == null || name.isEmpty() || groups == null || claims.getLong("exp") == null) {
        throw Problem.UNAUTHORIZED.exception();
      }
      return new Caller(name, groups);
    } catch (ClassCastException e) {
      throw Problem.UNAUTHORIZED.exception();
    }
  }

  Caller require(String group) {
    if (!groups.contains(group)) {
      throw Problem.FORBIDDEN.exception();
    }
    return this;
  }
}
