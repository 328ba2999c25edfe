package dev.oncue.http.token;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.json.Json;
import dev.oncue.stream.Name;
import dev.oncue.stream.StreamId;
import dev.oncue.viewer.ViewerId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token says (RFC 7519, section 4), read in one pass, since every vote brings one. A claim
 * that is looked at stands there once. Belongs to one thread.
 */
final class Claims {
  private static final Group[] GROUPS = Group.values();

  /** Stands for a value that no claim may have: a boolean or an object. */
  private static final Object OTHER = new Object();

  private final TokenRules rules;

  /** A {@link String}, {@link Double}, {@link List} of strings, {@link #OTHER} or {@code null}. */
  private final Map<String, @Nullable Object> values = new HashMap<>();

  private Claims(TokenRules rules) {
    this.rules = rules;
  }

  /**
   * Reads one JSON object. Claims that the rules do not ask for are passed over.
   *
   * @throws IOException when it is none, or not in UTF-8 (RFC 8725, section 3.7)
   * @throws ProblemException unauthorized, when a claim stands there twice
   */
  static Claims read(byte[] bytes, TokenRules rules) throws IOException {
    Json.requireUtf8(bytes);
    Claims claims = new Claims(rules);
    try (JsonParser json = Json.parser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      claims.readObject(json, "");
      if (json.nextToken() != null) {
        throw new IOException("more than one object");
      }
    }
    return claims;
  }

  /**
   * @param above the path of this object, with a dot at its end; empty: it is the whole
   */
  private void readObject(JsonParser json, String above) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String claim = above.isEmpty() ? json.currentName() : above + json.currentName();
      JsonToken token = json.nextToken();
      if (rules.asked().contains(claim)) {
        if (values.containsKey(claim)) {
          throw refusal(claim, "stands in the token twice");
        }
        values.put(claim, value(json, token));
      } else if (token == JsonToken.START_OBJECT && rules.reachInto(claim)) {
        readObject(json, claim + '.');
      } else {
        json.skipChildren();
      }
    }
  }

  private static @Nullable Object value(JsonParser json, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case START_ARRAY -> texts(json);
      case VALUE_NULL -> null;
      default -> {
        json.skipChildren();
        yield OTHER;
      }
    };
  }

  /** The strings of an array; what else is in it is passed over. */
  private static List<String> texts(JsonParser json) throws IOException {
    List<String> texts = new ArrayList<>();
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token == JsonToken.VALUE_STRING) {
        texts.add(json.getText());
      }
      json.skipChildren();
    }
    return texts;
  }

  /**
   * Whom they speak for (RFC 7519, sections 4.1.1 to 4.1.5).
   *
   * @throws ProblemException unauthorized, with the name of the claim and its rule
   */
  Caller caller(Instant now) {
    requireIssuerAndAudience();
    Instant end = requireTime(now);
    String viewer = text(rules.viewer());
    if (viewer == null || !ViewerId.isValid(viewer)) {
      throw refusal(rules.viewer(), ViewerId.RULE);
    }
    String tenant =
        values.containsKey(rules.tenant()) ? name(rules.tenant()) : StreamId.DEFAULT_TENANT;
    String stream = values.get(rules.stream()) == null ? null : name(rules.stream());
    return new Caller(tenant, viewer, groups(), stream, end);
  }

  private void requireIssuerAndAudience() {
    if (rules.issuer() != null && !rules.issuer().equals(values.get(TokenRules.ISSUER))) {
      throw refusal(TokenRules.ISSUER, "must be " + rules.issuer());
    }
    if (rules.audience() == null) {
      return;
    }
    Object audience = values.get(TokenRules.AUDIENCE);
    boolean isMeant =
        audience instanceof List<?> list
            ? list.contains(rules.audience())
            : rules.audience().equals(audience);
    if (!isMeant) {
      throw refusal(TokenRules.AUDIENCE, "must be or contain " + rules.audience());
    }
  }

  /** The end of the token. */
  private Instant requireTime(Instant now) {
    Double end = number(TokenRules.EXPIRES_AT);
    if (end == null) {
      throw refusal(TokenRules.EXPIRES_AT, "is missing");
    }
    double second = now.getEpochSecond();
    if (second >= end + rules.leewaySeconds()) {
      throw refusal(TokenRules.EXPIRES_AT, "the token has ended");
    }
    Double begin = number(TokenRules.NOT_BEFORE);
    if (begin != null && second < begin - rules.leewaySeconds()) {
      throw refusal(TokenRules.NOT_BEFORE, "the token is not good yet");
    }
    // Far beyond every date, where no instant is.
    return Instant.ofEpochSecond(Math.min(end.longValue(), Instant.MAX.getEpochSecond()));
  }

  private @Nullable Double number(String claim) {
    Object value = values.get(claim);
    if (value != null && !(value instanceof Double)) {
      throw refusal(claim, "must be a number of seconds");
    }
    return (Double) value;
  }

  private @Nullable String text(String claim) {
    return values.get(claim) instanceof String text ? text : null;
  }

  private String name(String claim) {
    String text = text(claim);
    if (text == null || !Name.isValid(text)) {
      throw refusal(claim, Name.RULE);
    }
    return text;
  }

  private Set<Group> groups() {
    Object value = values.get(rules.groups());
    if (value == null) {
      return Set.of();
    }
    if (value instanceof String text) {
      return groups(Arrays.asList(text.split(" ")));
    }
    if (value instanceof List<?> words) {
      return groups(words);
    }
    throw refusal(rules.groups(), "must be a list of words, or words with spaces between them");
  }

  private static Set<Group> groups(List<?> words) {
    Set<Group> groups = EnumSet.noneOf(Group.class);
    for (Group group : GROUPS) {
      if (words.contains(group.word())) {
        groups.add(group);
      }
    }
    return groups;
  }

  private static ProblemException refusal(String claim, String rule) {
    return Problem.UNAUTHORIZED.with("the token's claim " + claim + ": " + rule);
  }
}
