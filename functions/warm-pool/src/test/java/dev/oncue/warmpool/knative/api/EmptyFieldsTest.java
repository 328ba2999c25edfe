package dev.oncue.warmpool.knative.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.knative.internal.autoscaling.v1alpha1.PodAutoscaler;
import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Of all kinds that the pool reads, no list and no map is null, whatever the API's server sends.
 */
class EmptyFieldsTest {
  /** Deeper ones are of pods' templates, which nobody here reads. */
  private static final int DEPTH = 4;

  private static final Set<Class<?>> TEXTS = Set.of(Quantity.class, IntOrString.class);

  private static final ObjectMapper PLAIN = new ObjectMapper();

  private final KubernetesSerialization serialization = KubernetesApi.serialization();

  /** How an empty list or map is written. */
  private enum Empty {
    NULL,
    LEFT_OUT
  }

  /** What the pool reads. */
  private enum Kind {
    SERVICE(Service.class),
    REVISION(Revision.class),
    POD_AUTOSCALER(PodAutoscaler.class),
    DEPLOYMENT(Deployment.class),
    ENDPOINT_SLICE(EndpointSlice.class),
    CONFIG_MAP(ConfigMap.class),
    LEASE(Lease.class),
    EVENT(Event.class);

    private final Class<? extends HasMetadata> type;

    Kind(Class<? extends HasMetadata> type) {
      this.type = type;
    }
  }

  private static List<BeanPropertyDefinition> properties(JavaType type) {
    return PLAIN.getDeserializationConfig().introspect(type).findProperties().stream()
        .filter(BeanPropertyDefinition::hasField)
        .toList();
  }

  /** Quantities and the like are texts. */
  private static boolean isObject(JavaType type) {
    return !TEXTS.contains(type.getRawClass())
        && type.getRawClass().getName().startsWith("io.fabric8.k")
        && !type.isEnumType()
        && !type.getRawClass().isInterface()
        && type.getRawClass().getSimpleName().matches("[A-Z].*[a-z]")
        && !properties(type).isEmpty();
  }

  /** All objects in objects are there; lists have one object each down to {@code filled}. */
  private static ObjectNode object(JavaType type, Empty empty, int depth, int filled) {
    ObjectNode object = PLAIN.createObjectNode();
    for (BeanPropertyDefinition property : properties(type)) {
      JavaType value = property.getPrimaryType();
      if (value.isCollectionLikeType() || value.isMapLikeType()) {
        JavaType content = value.getContentType();
        if (value.isCollectionLikeType() && depth < filled && isObject(content)) {
          ArrayNode array = object.putArray(property.getName());
          array.add(object(content, empty, depth + 1, filled));
          array.addNull();
        } else if (empty == Empty.NULL) {
          object.putNull(property.getName());
        }
      } else if (depth < DEPTH && isObject(value)) {
        object.set(property.getName(), object(value, empty, depth + 1, filled));
      }
    }
    return object;
  }

  private static ObjectNode object(Kind kind, Empty empty, int filled) {
    return object(PLAIN.constructType(kind.type), empty, 0, filled);
  }

  /** Names every list and map that is null, and every list that has null in it. */
  private static void nulls(Object object, String path, int depth, List<String> found)
      throws Exception {
    JavaType type = PLAIN.constructType(object.getClass());
    for (BeanPropertyDefinition property : properties(type)) {
      if (property.getGetter() == null) {
        continue;
      }
      Object value = property.getGetter().callOn(object);
      String name = path + "." + property.getName();
      JavaType declared = property.getPrimaryType();
      if (declared.isCollectionLikeType() || declared.isMapLikeType()) {
        if (value == null) {
          found.add(name);
        } else if (value instanceof List<?> list) {
          for (Object each : list) {
            if (each == null) {
              found.add(name + "[]");
            } else if (isObject(PLAIN.constructType(each.getClass()))) {
              nulls(each, name + "[]", depth + 1, found);
            }
          }
        }
      } else if (value != null && isObject(declared)) {
        nulls(value, name, depth + 1, found);
      }
    }
  }

  private <T> List<String> nulls(T read) throws Exception {
    List<String> found = new ArrayList<>();
    nulls(read, read.getClass().getSimpleName(), 0, found);
    return found;
  }

  @ParameterizedTest
  @EnumSource
  void no_list_and_no_map_is_null(Kind kind) throws Exception {
    for (Empty empty : Empty.values()) {
      for (int filled = 0; filled <= DEPTH; filled++) {
        String json = object(kind, empty, filled).toString();
        HasMetadata read = serialization.unmarshal(json, kind.type);
        assertThat(nulls(read)).as("%s, %s", empty, json).isEmpty();
      }
    }
  }

  /** Null that was read is not written; what is written is the same as without it. */
  @ParameterizedTest
  @EnumSource
  void what_is_written_back_is_the_same(Kind kind) {
    for (int filled = 0; filled <= DEPTH; filled++) {
      HasMetadata ofNulls =
          serialization.unmarshal(object(kind, Empty.NULL, filled).toString(), kind.type);
      HasMetadata ofNothing =
          serialization.unmarshal(object(kind, Empty.LEFT_OUT, filled).toString(), kind.type);
      assertThat(serialization.asJson(ofNulls)).isEqualTo(serialization.asJson(ofNothing));
    }
  }

  /** An object that is written back has all that it had, and nothing that it had not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"apiVersion":"v1","kind":"ConfigMap",
         "metadata":{"name":"oncue-warm-pool","annotations":{"a":"b"},"labels":null},
         "data":{"Revision.vote-1":"{}"},"binaryData":null}
        """,
        """
        {"apiVersion":"coordination.k8s.io/v1","kind":"Lease",
         "metadata":{"name":"oncue-warm-pool","managedFields":null},
         "spec":{"holderIdentity":"a","leaseTransitions":3}}
        """
      })
  void what_was_there_stays(String json) throws Exception {
    HasMetadata read = serialization.unmarshal(json);
    ObjectNode expected = (ObjectNode) PLAIN.readTree(json);
    expected.remove("binaryData");
    expected.withObjectProperty("metadata").remove(List.of("labels", "managedFields"));
    assertThat(PLAIN.readTree(serialization.asJson(read))).isEqualTo(expected);
  }

  /** The test would not notice null if it read by the client's own defaults. */
  @Test
  void the_client_itself_gives_what_is_on_the_wire() throws Exception {
    String json = object(Kind.ENDPOINT_SLICE, Empty.NULL, 0).toString();
    EndpointSlice read = new KubernetesSerialization().unmarshal(json, EndpointSlice.class);
    assertThat(nulls(read)).contains("EndpointSlice.endpoints");
    assertThat(nulls(new ObjectMeta())).doesNotContain("ObjectMeta.ownerReferences");
  }
}
