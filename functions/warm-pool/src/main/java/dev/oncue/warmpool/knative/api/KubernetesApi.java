package dev.oncue.warmpool.knative.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncue.warmpool.knative.config.KnativeSettings;
import dev.oncue.warmpool.knative.serving.ScaleBound;
import dev.oncue.warmpool.knative.serving.ScaleTarget;
import io.fabric8.knative.internal.autoscaling.v1alpha1.PodAutoscaler;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The calls of the Kubernetes API that the pool makes; there are no others. Each ends within {@link
 * #CALL}, is made once, and fails with a {@link KubernetesClientException}; between {@link #begin}
 * and the next one they end within {@link #TICK} and one more call. No list and no map of what is
 * read is null. Not thread-safe.
 */
public final class KubernetesApi implements AutoCloseable {
  static final Duration CALL = Duration.ofSeconds(3);
  static final Duration TICK = Duration.ofSeconds(8);

  /** Names the pool in {@code managedFields} of what it writes. */
  private static final String MANAGER = "oncue-warm-pool";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final RetryAfter retryAfter;
  private final KnativeSettings settings;
  private final LongSupplier nanos;
  private long begunNanos;
  private boolean isAnswered;

  /**
   * @param config how the API is reached; timeouts and retries are set here
   * @param nanos a clock that never goes back
   */
  public KubernetesApi(Config config, KnativeSettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
    retryAfter = new RetryAfter();
    client =
        new KubernetesClientBuilder()
            .withConfig(bounded(config))
            .withKubernetesSerialization(serialization())
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("oncue-retry-after", retryAfter))
            .build();
  }

  /** The API's servers answer null, or nothing, for lists and maps that are empty. */
  static KubernetesSerialization serialization() {
    JsonSetter.Value empty = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY, Nulls.SKIP);
    ObjectMapper mapper = new ObjectMapper();
    mapper.configOverride(List.class).setSetterInfo(empty);
    mapper.configOverride(Map.class).setSetterInfo(empty);
    return new KubernetesSerialization(mapper, true);
  }

  /** The client would try again ten times, longer than a tick may take. */
  private Config bounded(Config config) {
    int millis = Math.toIntExact(CALL.toMillis());
    return new ConfigBuilder(config)
        .withConnectionTimeout(millis)
        .withRequestTimeout(millis)
        .withRequestRetryBackoffLimit(0)
        .withUserAgent(MANAGER + "/" + settings.identity())
        .build();
  }

  /** The calls of a tick follow. */
  public void begin() {
    begunNanos = nanos.getAsLong();
    isAnswered = false;
  }

  private <T> T call(Supplier<T> call) {
    if (nanos.getAsLong() - begunNanos > TICK.toNanos()) {
      throw new KubernetesClientException(
          "the Kubernetes API is slow: a tick takes longer than " + TICK.toSeconds() + " s");
    }
    retryAfter.forget();
    T answer = call.get();
    isAnswered = true;
    return answer;
  }

  private <T extends HasMetadata> Resource<T> named(Class<T> type, String name) {
    return client.resources(type).inNamespace(settings.namespace()).withName(name);
  }

  private <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
    return call(() -> Optional.ofNullable(named(type, name).get()));
  }

  Optional<Lease> lease() {
    return find(Lease.class, settings.name());
  }

  /** The pool's ConfigMap. */
  public Optional<ConfigMap> configMap() {
    return find(ConfigMap.class, settings.name());
  }

  /** An Event of the pool's namespace. */
  public Optional<Event> event(String name) {
    return find(Event.class, name);
  }

  /** The PodAutoscaler of a Revision, which has the same name. */
  public Optional<PodAutoscaler> podAutoscaler(String name) {
    return find(PodAutoscaler.class, name);
  }

  /** A Deployment of the pool's namespace. */
  public Optional<Deployment> deployment(String name) {
    return find(Deployment.class, name);
  }

  /** An object that the pool may patch. */
  public Optional<? extends HasMetadata> target(ScaleTarget target) {
    return find(target.kind().type(), target.revision());
  }

  /** All Knative Services of the namespace. */
  public List<Service> services() {
    return call(
        () -> client.resources(Service.class).inNamespace(settings.namespace()).list().getItems());
  }

  /** The endpoints of a Kubernetes Service. */
  public List<EndpointSlice> endpointSlices(String kubernetesService) {
    return call(
        () ->
            client
                .resources(EndpointSlice.class)
                .inNamespace(settings.namespace())
                .withLabel("kubernetes.io/service-name", kubernetesService)
                .list()
                .getItems());
  }

  /** What reconciles Revisions; its labels tell the version of Knative Serving. */
  public Optional<Deployment> servingController() {
    return call(
        () ->
            Optional.ofNullable(
                client
                    .resources(Deployment.class)
                    .inNamespace(settings.servingNamespace())
                    .withName("controller")
                    .get()));
  }

  /** Fails with 409 when there is one of that name. */
  public <T extends HasMetadata> T create(T resource) {
    return call(() -> client.resource(resource).inNamespace(settings.namespace()).create());
  }

  /** Fails with 409 when it is not as it was read any more. */
  public <T extends HasMetadata> T replace(T resource) {
    return call(() -> client.resource(resource).inNamespace(settings.namespace()).update());
  }

  /**
   * Makes a call that another process may have made before: not a fault.
   *
   * @return whether this one was first; {@code false}: it failed with 409
   */
  public static boolean isFirst(Runnable write) {
    try {
      write.run();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Changes annotations of an object and nothing else. Fails with 409 when it is not as it was read
   * any more.
   */
  public void annotate(HasMetadata object, Map<ScaleBound, Optional<String>> changes) {
    ObjectNode metadata = JSON.createObjectNode();
    metadata.put("resourceVersion", object.getMetadata().getResourceVersion());
    ObjectNode annotations = metadata.putObject("annotations");
    changes.forEach((bound, value) -> annotations.put(bound.key(), value.orElse(null)));
    String body = JSON.createObjectNode().set("metadata", metadata).toString();
    PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
    merge.setFieldManager(MANAGER);
    call(() -> client.resource(object).inNamespace(settings.namespace()).patch(merge, body));
  }

  /** How long the last answer asked to wait; zero: it did not. */
  public Duration retryAfter() {
    return retryAfter.last();
  }

  /** Whether a call since {@link #begin} was answered and did not fail. */
  public boolean isAnswered() {
    return isAnswered;
  }

  @Override
  public void close() {
    client.close();
  }
}
