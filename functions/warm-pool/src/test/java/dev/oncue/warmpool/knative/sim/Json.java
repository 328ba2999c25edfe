package dev.oncue.warmpool.knative.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Objects of the API as trees. */
final class Json {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static ObjectNode parse(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static ObjectNode metadata(ObjectNode object) {
    return object.withObjectProperty("metadata");
  }

  static Map<String, String> annotations(JsonNode object) {
    return strings(object.path("metadata").path("annotations"));
  }

  static Map<String, String> labels(JsonNode object) {
    return strings(object.path("metadata").path("labels"));
  }

  static Map<String, String> data(JsonNode configMap) {
    return strings(configMap.path("data"));
  }

  private static Map<String, String> strings(JsonNode node) {
    Map<String, String> strings = new LinkedHashMap<>();
    node.fields().forEachRemaining(each -> strings.put(each.getKey(), each.getValue().asText()));
    return strings;
  }

  static void annotations(ObjectNode object, Map<String, String> annotations) {
    ObjectNode node = metadata(object).putObject("annotations");
    annotations.forEach(node::put);
  }

  static void labels(ObjectNode object, Map<String, String> labels) {
    ObjectNode node = metadata(object).putObject("labels");
    labels.forEach(node::put);
  }

  /**
   * As the API's servers write them: where a program in Go has no list, its JSON has null. Lists of
   * objects are never null.
   */
  static void nullForEmptyLists(JsonNode node) {
    node.fields()
        .forEachRemaining(
            each -> {
              if (each.getValue().isArray()
                  && each.getValue().isEmpty()
                  && !each.getKey().equals("items")) {
                each.setValue(JSON.nullNode());
              }
            });
    node.forEach(Json::nullForEmptyLists);
  }

  /** RFC 7386. */
  static ObjectNode merged(ObjectNode target, ObjectNode patch) {
    ObjectNode merged = target.deepCopy();
    patch
        .fields()
        .forEachRemaining(
            each -> {
              if (each.getValue().isNull()) {
                merged.remove(each.getKey());
              } else if (each.getValue() instanceof ObjectNode inner) {
                merged.set(each.getKey(), merged(merged.withObjectProperty(each.getKey()), inner));
              } else {
                merged.set(each.getKey(), each.getValue());
              }
            });
    return merged;
  }
}
