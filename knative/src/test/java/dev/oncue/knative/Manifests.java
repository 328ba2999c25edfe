package dev.oncue.knative;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.knative.eventing.v1.Broker;
import io.fabric8.knative.eventing.v1.Trigger;
import io.fabric8.knative.serving.v1.RevisionSpec;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Kubernetes resources, read strictly: what their model does not know is an error. */
record Manifests(List<HasMetadata> resources) {
  /** What each resource is parsed into, by apiVersion and kind. */
  private static final Map<String, Class<? extends HasMetadata>> MODELS =
      Map.ofEntries(
          Map.entry("serving.knative.dev/v1 Service", Service.class),
          Map.entry("eventing.knative.dev/v1 Broker", Broker.class),
          Map.entry("eventing.knative.dev/v1 Trigger", Trigger.class),
          Map.entry("apps/v1 Deployment", Deployment.class),
          Map.entry("v1 Service", io.fabric8.kubernetes.api.model.Service.class),
          Map.entry("v1 ConfigMap", ConfigMap.class),
          Map.entry("v1 LimitRange", LimitRange.class),
          Map.entry("v1 Namespace", Namespace.class),
          Map.entry("v1 ResourceQuota", ResourceQuota.class),
          Map.entry("v1 ServiceAccount", ServiceAccount.class),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
          Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("rbac.authorization.k8s.io/v1 Role", Role.class),
          Map.entry("rbac.authorization.k8s.io/v1 RoleBinding", RoleBinding.class),
          // No model of them is published; CacheDefinitionsTest compares what the caches say.
          Map.entry("infinispan.org/v1 Infinispan", GenericKubernetesResource.class),
          Map.entry("infinispan.org/v2alpha1 Cache", GenericKubernetesResource.class));

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .addModule(new SimpleModule().setDeserializerModifier(new NothingElse()))
          .build();

  /** fabric8's model keeps what it does not know; here that is an unknown property. */
  private static final class NothingElse extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1;

    @Override
    public BeanDeserializerBuilder updateBuilder(
        DeserializationConfig config, BeanDescription bean, BeanDeserializerBuilder builder) {
      if (bean.getBeanClass() != GenericKubernetesResource.class) {
        builder.setAnySetter(null);
      }
      return builder;
    }
  }

  static Manifests parse(String yaml) throws IOException {
    List<HasMetadata> resources = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      while (documents.hasNextValue()) {
        JsonNode document = documents.nextValue();
        String kind = document.path("apiVersion").asText() + " " + document.path("kind").asText();
        if (!MODELS.containsKey(kind)) {
          throw new IOException("a resource of no kind that is known: " + kind);
        }
        resources.add(YAML.treeToValue(document, MODELS.get(kind)));
      }
    }
    return new Manifests(List.copyOf(resources));
  }

  <T> Stream<T> all(Class<T> type) {
    return resources.stream().filter(type::isInstance).map(type::cast);
  }

  /** Functions: what has our label, and not what only stands beside them. */
  Stream<Service> functions() {
    return all(Service.class).filter(service -> label(service, "oncue.dev/function") != null);
  }

  static String label(HasMetadata resource, String name) {
    Map<String, String> labels = resource.getMetadata().getLabels();
    return labels == null ? null : labels.get(name);
  }

  /** Pods, of whatever makes them. */
  record Pod(
      HasMetadata owner, String serviceAccount, List<Container> containers, List<Volume> volumes) {
    String name() {
      return owner.getKind() + " " + owner.getMetadata().getName();
    }
  }

  Stream<Pod> pods() {
    return Stream.concat(
        all(Service.class)
            .map(
                service -> {
                  RevisionSpec spec = service.getSpec().getTemplate().getSpec();
                  return new Pod(
                      service,
                      spec.getServiceAccountName(),
                      spec.getContainers(),
                      spec.getVolumes());
                }),
        all(Deployment.class)
            .map(
                deployment -> {
                  PodSpec spec = deployment.getSpec().getTemplate().getSpec();
                  return new Pod(
                      deployment,
                      spec.getServiceAccountName(),
                      spec.getContainers(),
                      spec.getVolumes());
                }));
  }
}
