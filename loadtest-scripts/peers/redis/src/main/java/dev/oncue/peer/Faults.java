package dev.oncue.peer;

import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers 503 while Redis cannot be reached: the vote was not acknowledged and may come again. */
final class Faults {
  @ServerExceptionMapper({ErrorType.class, NoStackTraceThrowable.class, ConnectException.class})
  Response unavailable() {
    return Problem.UNAVAILABLE.response();
  }
}
