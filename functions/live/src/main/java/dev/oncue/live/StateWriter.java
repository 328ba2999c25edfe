package dev.oncue.live;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ServerSerialisers;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jboss.resteasy.reactive.server.vertx.VertxResteasyReactiveRequestContext;

/** Writes a state no faster than it is read, so that one who does not read it costs no memory. */
@Provider
@Produces(MediaType.APPLICATION_JSON)
public final class StateWriter implements ServerMessageBodyWriter<StateAnswer> {
  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return type == StateAnswer.class;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return type == StateAnswer.class;
  }

  @Override
  public void writeResponse(StateAnswer answer, Type generic, ServerRequestContext context) {
    context.serverResponse().setResponseHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (answer.isGzipped()) {
      context.serverResponse().setResponseHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    if (answer.isSmall()) {
      context.serverResponse().end(answer.all().getBytes());
      return;
    }
    VertxResteasyReactiveRequestContext request = (VertxResteasyReactiveRequestContext) context;
    answer.hold(request.getContext());
    ServerSerialisers.encodeResponseHeaders(request);
    answer.send(request.getContext());
  }

  @Override
  public void writeTo(
      StateAnswer answer,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    out.write(answer.all().getBytes());
  }
}
