package dev.oncue.http.priming;

import dev.oncue.http.token.Group;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The calls by which an instance runs its own hot path before it says that it is ready. Each
 * function brings its own; {@link Priming} makes them. Called from one thread at a time.
 */
public interface PrimingCalls {
  /**
   * One of the calls.
   *
   * @param poll the request that opened the scratch poll, with its {@code stream}, {@code poll} and
   *     {@code options}
   * @param number counts the calls from 0; each is made in the name of another caller
   */
  Call call(JsonObject poll, int number);

  /**
   * A request to this instance.
   *
   * @param body {@code null}: none
   * @param group what the caller is
   * @param status how it is answered when all is well
   */
  record Call(HttpMethod method, String path, @Nullable JsonObject body, Group group, int status) {
    /** A POST with a body. */
    public static Call post(String path, JsonObject body, Group group, int status) {
      return new Call(HttpMethod.POST, path, body, group, status);
    }

    /** A GET that is answered 200. */
    public static Call get(String path, Group group) {
      return new Call(HttpMethod.GET, path, null, group, 200);
    }
  }
}
