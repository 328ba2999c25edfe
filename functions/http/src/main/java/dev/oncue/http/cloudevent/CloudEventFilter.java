package dev.oncue.http.cloudevent;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.http.request.RequestFilter;
import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.http.token.Tokens;
import dev.oncue.json.Json;
import dev.oncue.json.MalformedException;
import io.quarkus.funqy.runtime.FunctionRecorder;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an event meets before its function: a producer's token, and the rules of CloudEvents 1.0 for
 * its envelope in binary and in structured mode. Funqy answers whatever it cannot read with a 500
 * or an empty body; nothing that would make it do so gets past here.
 */
@Singleton
final class CloudEventFilter {
  private static final int BEFORE_FUNQY = -1_000;

  private final Tokens tokens;

  @Inject
  CloudEventFilter(Tokens tokens) {
    this.tokens = tokens;
  }

  void routes(@Observes Router router) {
    router.post("/").order(BEFORE_FUNQY).handler(this::enter);
    router.route("/").order(BEFORE_FUNQY + 1).handler(this::refuseMethod);
    // Funqy also offers each function as a plain POST and GET under its name. The functions of this
    // engine take events; their plain form is the REST endpoint.
    router.route("/dev.oncue.*").order(BEFORE_FUNQY).handler(this::refuse);
  }

  private void enter(RoutingContext context) {
    byte[] body =
        context.body().buffer() == null ? new byte[0] : context.body().buffer().getBytes();
    MultiMap headers = context.request().headers();
    String contentType =
        context.get(RequestFilter.SENT_CONTENT_TYPE, headers.get(HttpHeaders.CONTENT_TYPE));
    CloudEventEnvelope envelope;
    try {
      envelope = CloudEventEnvelope.read(contentType, headers, body);
    } catch (MalformedException | ProblemException e) {
      // What is wrong with an event is told to producers alone.
      producer(context, null);
      throw e;
    }
    Caller caller = producer(context, envelope.token());
    if (!isTaken(envelope.type())) {
      throw Problem.MALFORMED.with("type: this function does not take " + envelope.type());
    }
    passOn(context, headers, envelope.type());
    context.put(CloudEventEnvelope.class.getName(), envelope);
    context.put(Caller.class.getName(), caller);
    context.next();
  }

  /**
   * Funqy reads fewer spellings of an event than the specification has. It needs the type, and to
   * answer in the event's own mode; functions take the rest from the envelope.
   */
  private static void passOn(RoutingContext context, MultiMap headers, String type) {
    String contentType = headers.get(HttpHeaders.CONTENT_TYPE);
    boolean structured = MediaTypes.isEvent(contentType);
    headers.names().stream()
        .filter(CloudEventFilter::isAttribute)
        .toList()
        .forEach(headers::remove);
    Map<String, String> attributes =
        Map.of("specversion", "1.0", "id", "1", "source", "/", "type", type);
    if (structured) {
      headers.set(HttpHeaders.CONTENT_TYPE, "application/cloudevents+json");
    } else {
      attributes.forEach((name, value) -> headers.set("ce-" + name, value));
      headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
    }
    byte[] body = structured ? Json.bytes(attributes) : Json.bytes(Map.of());
    ((RoutingContextInternal) context).setBody(Buffer.buffer(body));
  }

  private static boolean isAttribute(String header) {
    return header.regionMatches(true, 0, "ce-", 0, 3);
  }

  /** An event's own token goes before the header, which a broker may have set for itself. */
  private Caller producer(RoutingContext context, @Nullable String ownToken) {
    Caller caller =
        ownToken == null
            ? tokens.caller(context.request().getHeader("Authorization"))
            : tokens.verify(ownToken);
    return caller.require(Group.PRODUCER);
  }

  /** A program without a function that takes events, such as live, has no registry. */
  private static boolean isTaken(String type) {
    return FunctionRecorder.registry != null
        && FunctionRecorder.registry.matchInvoker(type) != null;
  }

  /** Funqy takes any method on its root. */
  private void refuseMethod(RoutingContext context) {
    if (context.request().method() == HttpMethod.POST) {
      context.next();
    } else {
      throw Problem.NOT_FOUND.with(Problem.NOT_FOUND.title());
    }
  }

  private void refuse(RoutingContext context) {
    throw Problem.NOT_FOUND.with(Problem.NOT_FOUND.title());
  }
}
