package dev.oncue.http.cloudevent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.http.problem.ProblemException;
import dev.oncue.json.MalformedException;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventEnvelopeTest {
  private static final String STRUCTURED = "application/cloudevents+json";

  private static MultiMap headers() {
    return MultiMap.caseInsensitiveMultiMap()
        .add("CE-SpecVersion", "1.0")
        .add("ce-id", "e1")
        .add("ce-source", "urn:s")
        .add("ce-type", "t.v1")
        .add("content-type", "application/json; charset=utf-8");
  }

  private static CloudEventEnvelope binary(MultiMap headers) {
    return CloudEventEnvelope.read(
        headers.get("Content-Type"), headers, "{\"a\":\"b\"}".getBytes(UTF_8));
  }

  private static CloudEventEnvelope structured(String json) {
    return CloudEventEnvelope.structured(STRUCTURED, json.getBytes(UTF_8));
  }

  private static void isGood(CloudEventEnvelope event) {
    assertThat(event.id()).isEqualTo("e1");
    assertThat(event.source()).isEqualTo("urn:s");
    assertThat(event.type()).isEqualTo("t.v1");
    assertThat(event.data().string("a")).isEqualTo("b");
  }

  @Test
  void bothModesSayTheSame() {
    isGood(binary(headers()));
    isGood(
        structured(
            """
            {"specversion":"1.0","id":"e1","source":"urn:s","type":"t.v1","extension":7,
             "datacontenttype":"application/json","data":{"a":"b"}}
            """));
    isGood(
        structured(
            """
            {"specversion":"1.0","id":"e1","source":"urn:s","type":"t.v1","data":{"a":"b"}}
            """));
  }

  @Test
  void theTokenIsAnAttributeInBothModes() {
    assertThat(binary(headers()).token()).isNull();
    assertThat(binary(headers().add("ce-oncuetoken", "a.b.c")).token()).isEqualTo("a.b.c");
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"e1\",\"source\":\"urn:s\",\"type\":\"t.v1\",%s\"data\":{}}";
    assertThat(structured(event.formatted("")).token()).isNull();
    assertThat(structured(event.formatted("\"oncuetoken\":\"a.b.c\",")).token()).isEqualTo("a.b.c");
    assertThatThrownBy(() -> structured(event.formatted("\"oncuetoken\":7,")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("oncuetoken");
  }

  @ParameterizedTest
  @CsvSource({
    "ce-id,",
    "ce-id,''",
    "ce-id,'a\tb'",
    "ce-source,",
    "ce-type,",
    "ce-specversion,",
    "ce-specversion,0.3",
    "ce-id,caf\u00e9",
    "ce-id,'%'",
    "ce-id,'\"a\" b'"
  })
  void aBadHeaderIsNamed(String name, String value) {
    MultiMap headers = headers().remove(name);
    if (value != null) {
      headers.add(name, value);
    }
    assertThatThrownBy(() -> binary(headers))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(name.replace("ce-specversion", "specversion"));
  }

  @Test
  void anAttributeHasAtMost512Characters() {
    binary(headers().set("ce-id", "x".repeat(512)));
    assertThatThrownBy(() -> binary(headers().set("ce-id", "x".repeat(513))))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"specversion\":\"1.0\",\"id\":\"e\",\"source\":\"s\",\"type\":\"t\"}",
        "{\"specversion\":\"1.0\",\"id\":\"e\",\"source\":\"s\",\"type\":\"t\",\"data\":7}",
        "{\"specversion\":\"1.0\",\"id\":7,\"source\":\"s\",\"type\":\"t\",\"data\":{}}",
        "{\"specversion\":\"1.0\",\"id\":\"\",\"source\":\"s\",\"type\":\"t\",\"data\":{}}",
        "{\"specversion\":\"2.0\",\"id\":\"e\",\"source\":\"s\",\"type\":\"t\",\"data\":{}}",
        "{\"specversion\":\"1.0\",\"id\":\"e\",\"source\":\"s\",\"type\":\"t\",\"data\":{},\"id\":\"f\"}"
      })
  void aBadDocumentIsRefused(String json) {
    assertThatThrownBy(() -> structured(json)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/cloudevents-batch+json", "application/cloudevents+avro"})
  void otherFormatsAreRefused(String contentType) {
    assertThatThrownBy(() -> CloudEventEnvelope.structured(contentType, new byte[0]))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Content-Type");
  }
}
