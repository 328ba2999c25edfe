package dev.oncue.warmpool.knative.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * fabric8's mock of the Kubernetes API, with Knative's webhook before it, faults on demand, and a
 * record of who called what. What a test does to the cluster itself goes past all three.
 */
public final class ApiServer implements AutoCloseable {
  private final Store store = new Store();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(Serialization.jsonMapper()),
          new MockWebServer(),
          new HashMap<>(),
          store,
          false);
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile Function<Call, Optional<Fault>> faults = call -> Optional.empty();
  private volatile Webhook webhook = new Webhook(0);
  private volatile BiConsumer<Call, ObjectNode> answers = (call, answer) -> {};

  public ApiServer() {
    server.init();
  }

  /** How it is reached. */
  public Config config() {
    return new ConfigBuilder(Config.empty()).withMasterUrl(server.url("/")).build();
  }

  /** Asked before each call; called on the server's thread. */
  public void faults(Function<Call, Optional<Fault>> faults) {
    this.faults = faults;
  }

  /** Changes what is answered; called on the server's thread. */
  public void answers(BiConsumer<Call, ObjectNode> answers) {
    this.answers = answers;
  }

  public void webhook(Webhook webhook) {
    this.webhook = webhook;
  }

  public List<Call> calls() {
    return List.copyOf(calls);
  }

  public void forgetCalls() {
    calls.clear();
  }

  private final class Store extends KubernetesCrudDispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      Call call = Call.of(request);
      calls.add(call);
      Optional<Fault> fault = faults.apply(call);
      if (fault.isPresent() && !fault.get().isDone()) {
        return fault.get().answer();
      }
      MockResponse answer = admitted(call, request);
      return fault.map(Fault::answer).orElseGet(() -> asWritten(call, answer));
    }

    private MockResponse asWritten(Call call, MockResponse answer) {
      if (answer.code() >= 300) {
        return answer;
      }
      ObjectNode written = body(answer);
      Json.nullForEmptyLists(written);
      answers.accept(call, written);
      return answer.setBody(written.toString());
    }

    private MockResponse admitted(Call call, RecordedRequest request) {
      return call.verb().equals("patch")
          ? patch(request.getPath().replaceAll("\\?.*", ""), Json.parse(text(request.getBody())))
          : super.dispatch(request);
    }

    /** The mock's own keeps what a merge patch removes, as null. */
    private synchronized MockResponse patch(String path, ObjectNode patch) {
      Optional<ObjectNode> current = get(path);
      if (current.isEmpty()) {
        return Fault.status(404, path + " not found");
      }
      ObjectNode merged = Json.merged(current.get(), patch);
      if (!version(merged).equals(version(current.get()))) {
        return Fault.status(
            409, "the object has been modified; please apply your changes to the latest version");
      }
      return webhook
          .objection(Json.annotations(merged))
          .map(
              objection ->
                  Fault.status(
                      400,
                      "admission webhook \"validation.webhook.serving.knative.dev\" denied the"
                          + " request: validation failed: "
                          + objection))
          .orElseGet(() -> direct(HttpMethod.PUT, path, "application/json", merged.toString()));
    }

    private MockResponse direct(HttpMethod method, String path, String type, String body) {
      return super.dispatch(
          new RecordedRequest(
              "HTTP/1.1",
              method,
              path,
              Headers.builder().add("Content-Type", type).build(),
              new Buffer(body.getBytes(StandardCharsets.UTF_8))));
    }
  }

  private static String version(ObjectNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }

  // What a test does to the cluster itself.

  Optional<ObjectNode> get(String path) {
    MockResponse answer = store.direct(HttpMethod.GET, path, "application/json", "");
    return answer.code() == 404 ? Optional.empty() : Optional.of(body(answer));
  }

  /** The data of a ConfigMap in the namespace of Knative's Services; empty when there is none. */
  public Map<String, String> data(String configMap) {
    return get("/api/v1/namespaces/" + Knative.NAMESPACE + "/configmaps/" + configMap)
        .map(Json::data)
        .orElse(Map.of());
  }

  /** Somebody writes that ConfigMap by hand. */
  public void data(String configMap, Map<String, String> data) {
    ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
    Json.metadata(object).put("name", configMap).put("namespace", Knative.NAMESPACE);
    data.forEach(object.putObject("data")::put);
    create("/api/v1/namespaces/" + Knative.NAMESPACE + "/configmaps", object);
  }

  /** Who holds a Lease; empty: nobody. */
  public String leaseHolder(String lease) {
    return get("/apis/coordination.k8s.io/v1/namespaces/" + Knative.NAMESPACE + "/leases/" + lease)
        .map(found -> found.path("spec").path("holderIdentity").asText())
        .orElse("");
  }

  public List<JsonNode> events() {
    List<JsonNode> events = new ArrayList<>();
    get("/api/v1/namespaces/" + Knative.NAMESPACE + "/events")
        .ifPresent(list -> list.path("items").forEach(events::add));
    return events;
  }

  void create(String collection, ObjectNode object) {
    expect(store.direct(HttpMethod.POST, collection, "application/json", object.toString()));
  }

  void replace(String path, ObjectNode object) {
    Json.metadata(object).remove("resourceVersion");
    expect(store.direct(HttpMethod.PUT, path, "application/json", object.toString()));
  }

  void delete(String path) {
    expect(store.direct(HttpMethod.DELETE, path, "application/json", ""));
  }

  private static void expect(MockResponse answer) {
    if (answer.code() >= 300) {
      throw new IllegalStateException(answer.code() + " " + body(answer));
    }
  }

  private static ObjectNode body(MockResponse answer) {
    return Json.parse(text(answer.getBody()));
  }

  /** Leaves it to be read again, as its other methods do not. */
  private static String text(Buffer body) {
    return new String(body.getBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.destroy();
  }
}
