package dev.oncue.http.response;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Compresses what is read in bytes and is longer than a packet, as the state of a stream is. Votes
 * are answered by another way and meet none of this; other answers are small.
 */
public final class StateCompression {
  /** What is shorter fits into one packet anyhow. */
  static final int SMALLEST = 1_400;

  /** What is longer is compressed on a worker thread: 64 KiB take half a millisecond. */
  static final int LARGEST_ON_EVENT_LOOP = 64 * 1024;

  /** Replaces the bytes of an answer by smaller ones. */
  @ServerResponseFilter
  public Uni<Void> compress(ContainerResponseContext answer, RoutingContext context) {
    if (context.request().method() != HttpMethod.GET
        || !(answer.getEntity() instanceof byte[] bytes)
        || bytes.length < SMALLEST) {
      return Uni.createFrom().voidItem();
    }
    MultivaluedMap<String, Object> headers = answer.getHeaders();
    headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (!Gzip.isAccepted(context)) {
      return Uni.createFrom().voidItem();
    }
    headers.putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
    return compressed(bytes).invoke(answer::setEntity).replaceWithVoid();
  }

  private static Uni<byte[]> compressed(byte[] bytes) {
    Context loop = Vertx.currentContext();
    if (bytes.length <= LARGEST_ON_EVENT_LOOP || loop == null) {
      return Uni.createFrom().item(Gzip.fastest(bytes));
    }
    return Uni.createFrom()
        .completionStage(
            () -> loop.executeBlocking(() -> Gzip.fastest(bytes), false).toCompletionStage());
  }
}
