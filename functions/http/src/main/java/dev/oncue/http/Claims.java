package dev.oncue.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.oncue.json.Json;
import dev.oncue.stream.Name;
import dev.oncue.stream.StreamId;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a token says (RFC 7519, section 4), read in one pass, since every vote brings one. Belongs
 * to one thread.
 */
final class Claims {
  private static final Group[] GROUPS = Group.values();

  private String name;
  private String tenant = StreamId.DEFAULT_TENANT;
  private String stream;
  private Set<Group> groups = Set.of();
  private boolean ends;
  private double expiresAt;
  private double notBefore;
  private double issuedAt;

  private Claims() {}

  /**
   * Reads one JSON object. Claims that Oncue does not know are passed over.
   *
   * @throws IOException when it is none
   * @throws ProblemException unauthorized, when a claim has the wrong type
   */
  static Claims read(byte[] bytes) throws IOException {
    Claims claims = new Claims();
    try (JsonParser json = Json.parser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        claims.take(json.currentName(), json, json.nextToken());
      }
      if (json.nextToken() != null) {
        throw new IOException("more than one object");
      }
    }
    return claims;
  }

  private void take(String claim, JsonParser json, JsonToken value) throws IOException {
    switch (claim) {
      case "sub" -> name = text(json, value);
      case "tenant" -> tenant = text(json, value);
      case "stream" -> stream = text(json, value);
      case "groups" -> groups = groups(json, value);
      case "exp" -> {
        ends = value.isNumeric();
        expiresAt = ends ? json.getDoubleValue() : 0;
        json.skipChildren();
      }
      case "nbf" -> notBefore = number(json, value);
      case "iat" -> issuedAt = number(json, value);
      default -> json.skipChildren();
    }
  }

  private static String text(JsonParser json, JsonToken value) throws IOException {
    return switch (value) {
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> null;
      default -> throw wrongType();
    };
  }

  private static double number(JsonParser json, JsonToken value) throws IOException {
    if (!value.isNumeric()) {
      throw wrongType();
    }
    return json.getDoubleValue();
  }

  private static Set<Group> groups(JsonParser json, JsonToken value) throws IOException {
    Set<Group> groups = EnumSet.noneOf(Group.class);
    if (value == JsonToken.VALUE_NULL) {
      return groups;
    }
    if (value != JsonToken.START_ARRAY) {
      throw wrongType();
    }
    for (JsonToken word = json.nextToken(); word != JsonToken.END_ARRAY; word = json.nextToken()) {
      if (word == JsonToken.VALUE_STRING) {
        add(json.getText(), groups);
      }
      json.skipChildren();
    }
    return groups;
  }

  private static void add(String word, Set<Group> groups) {
    for (Group group : GROUPS) {
      if (group.word().equals(word)) {
        groups.add(group);
      }
    }
  }

  private static ProblemException wrongType() {
    return Problem.UNAUTHORIZED.with("a claim of the token has the wrong type");
  }

  /**
   * Whom they speak for (sections 4.1.2 to 4.1.6), without leeway.
   *
   * @throws ProblemException unauthorized
   */
  Caller caller(Instant now) {
    long second = now.getEpochSecond();
    if (!ends) {
      throw Problem.UNAUTHORIZED.with("the token has no claim exp");
    }
    if (second >= expiresAt || second < notBefore || second < issuedAt) {
      throw Problem.UNAUTHORIZED.with("the token is not valid, or no longer");
    }
    if (!Name.isValid(name) || !Name.isValid(tenant) || (stream != null && !Name.isValid(stream))) {
      throw Problem.UNAUTHORIZED.with("the token's claims sub, tenant and stream " + Name.RULE);
    }
    return new Caller(tenant, name, groups, stream);
  }
}
