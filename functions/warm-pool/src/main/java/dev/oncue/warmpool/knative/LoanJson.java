package dev.oncue.warmpool.knative;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncue.warmpool.knative.Loan.Lent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A loan as text: {@code {"uid":"…","service":"vote","min-scale":{"original":"1","ours":["5"]}}}.
 */
final class LoanJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UID = "uid";
  private static final String SERVICE = "service";
  private static final String ORIGINAL = "original";
  private static final String OURS = "ours";

  private LoanJson() {}

  static String write(Loan loan) {
    ObjectNode node = JSON.createObjectNode();
    node.put(UID, loan.uid()).put(SERVICE, loan.service());
    for (Bound bound : Bound.values()) {
      loan.of(bound).ifPresent(lent -> node.set(bound.title(), write(lent)));
    }
    return node.toString();
  }

  private static ObjectNode write(Lent lent) {
    ObjectNode node = JSON.createObjectNode();
    lent.original().ifPresent(original -> node.put(ORIGINAL, original));
    ArrayNode ours = node.putArray(OURS);
    lent.ours().forEach(ours::add);
    return node;
  }

  /** Empty when the text is not exactly what {@link #write} writes. */
  static Optional<Loan> read(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      Map<Bound, Lent> lent = new EnumMap<>(Bound.class);
      for (Bound bound : Bound.values()) {
        if (node.has(bound.title())) {
          lent.put(bound, lent(node.get(bound.title())));
        }
      }
      Loan loan = new Loan(node.path(UID).asText(), node.path(SERVICE).asText(), lent);
      return JSON.readTree(write(loan)).equals(node) ? Optional.of(loan) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Lent lent(JsonNode node) {
    List<String> ours = new ArrayList<>();
    node.path(OURS).forEach(value -> ours.add(value.asText()));
    return new Lent(Optional.ofNullable(node.path(ORIGINAL).asText(null)), ours);
  }
}
