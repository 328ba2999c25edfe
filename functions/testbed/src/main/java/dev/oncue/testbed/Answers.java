package dev.oncue.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.oncue.testbed.feed.EventStream;
import dev.oncue.testbed.token.SignedToken;
import io.restassured.RestAssured;
import io.restassured.builder.ResponseSpecBuilder;
import io.restassured.specification.RequestSpecification;
import io.restassured.specification.ResponseSpecification;
import java.net.URI;
import org.hamcrest.Matcher;

/** What is sent to a function under test, and what every answer of a kind has in common. */
public final class Answers {
  /** An instant as it stands on the wire, as a regular expression. */
  public static final String INSTANT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  private Answers() {}

  /** A request with a token and a JSON body. */
  public static RequestSpecification send(SignedToken token, String body) {
    return as(token).contentType("application/json").body(body.getBytes(UTF_8));
  }

  /** A request with a token. */
  public static RequestSpecification as(SignedToken token) {
    return RestAssured.given().header("Authorization", token.bearer());
  }

  /**
   * Connects to a stream's feed.
   *
   * @param query starts with a question mark, or is empty
   * @param headers names and values
   */
  public static EventStream feed(String stream, String query, String... headers) {
    String path = "/streams/" + stream + "/feed" + query;
    return EventStream.open(
        URI.create(RestAssured.baseURI + ":" + RestAssured.port + path), headers);
  }

  /** A CloudEvent in binary mode. */
  public static RequestSpecification event(SignedToken token, String type, String id, String data) {
    return as(token)
        .contentType("application/json")
        .header("ce-specversion", "1.0")
        .header("ce-type", type)
        .header("ce-source", "urn:test:producer")
        .header("ce-id", id)
        .body(data.getBytes(UTF_8));
  }

  /** A CloudEvent in structured mode. */
  public static RequestSpecification structuredEvent(
      SignedToken token, String type, String id, String data) {
    return as(token)
        .contentType("application/cloudevents+json")
        .body(
            """
            {"specversion":"1.0","type":"%s","source":"urn:test:producer","id":"%s",
             "datacontenttype":"application/json","data":%s}
            """
                .formatted(type, id, data)
                .getBytes(UTF_8));
  }

  /** A problem document (RFC 9457) of a status and a code. */
  public static ResponseSpecification problem(int status, String code) {
    return problem(status, status, code);
  }

  /** A problem whose status was made one that a broker does not try again. */
  public static ResponseSpecification finalProblem(String code) {
    return problem(422, 422, code);
  }

  private static ResponseSpecification problem(int status, int inDocument, String code) {
    ResponseSpecBuilder problem =
        new ResponseSpecBuilder()
            .expectStatusCode(status)
            .expectContentType("application/problem+json")
            .expectBody("type", equalTo("urn:oncue:problem:" + code))
            .expectBody("status", equalTo(inDocument))
            .expectBody("title", not(emptyString()))
            .expectBody("detail", not(emptyString()));
    if (status == 429 || status == 503) {
      problem.expectHeader("Retry-After", matchesPattern("[1-9]\\d*"));
    }
    if (status == 401) {
      problem.expectHeader("WWW-Authenticate", "Bearer");
    }
    return problem.build();
  }

  /** An instant as it stands on the wire: RFC 3339, UTC, with milliseconds. */
  public static Matcher<String> instant() {
    return matchesPattern(INSTANT);
  }
}
