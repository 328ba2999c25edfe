package dev.oncue.warmpool.knative.saved;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncue.warmpool.knative.saved.SavedAnnotations.SavedValue;
import dev.oncue.warmpool.knative.serving.ScaleBound;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Saved annotations as text: {@code
 * {"uid":"…","service":"vote","min-scale":{"original":"1","ours":["5"]}}}.
 */
final class SavedAnnotationsJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UID = "uid";
  private static final String SERVICE = "service";
  private static final String ORIGINAL = "original";
  private static final String OURS = "ours";

  private SavedAnnotationsJson() {}

  static String write(SavedAnnotations saved) {
    ObjectNode node = JSON.createObjectNode();
    node.put(UID, saved.uid()).put(SERVICE, saved.service());
    for (ScaleBound bound : ScaleBound.values()) {
      saved.of(bound).ifPresent(value -> node.set(bound.title(), write(value)));
    }
    return node.toString();
  }

  private static ObjectNode write(SavedValue value) {
    ObjectNode node = JSON.createObjectNode();
    value.original().ifPresent(original -> node.put(ORIGINAL, original));
    ArrayNode ours = node.putArray(OURS);
    value.ours().forEach(ours::add);
    return node;
  }

  /** Empty when the text is not exactly what {@link #write} writes. */
  static Optional<SavedAnnotations> read(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      Map<ScaleBound, SavedValue> values = new EnumMap<>(ScaleBound.class);
      for (ScaleBound bound : ScaleBound.values()) {
        if (node.has(bound.title())) {
          values.put(bound, value(node.get(bound.title())));
        }
      }
      SavedAnnotations saved =
          new SavedAnnotations(node.path(UID).asText(), node.path(SERVICE).asText(), values);
      return JSON.readTree(write(saved)).equals(node) ? Optional.of(saved) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static SavedValue value(JsonNode node) {
    List<String> ours = new ArrayList<>();
    node.path(OURS).forEach(value -> ours.add(value.asText()));
    return new SavedValue(Optional.ofNullable(node.path(ORIGINAL).asText(null)), ours);
  }
}
