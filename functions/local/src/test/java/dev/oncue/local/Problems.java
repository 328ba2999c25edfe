package dev.oncue.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;

/** Asserts that an answer is a problem document (RFC 9457), whole and the right one. */
final class Problems {
  private Problems() {}

  /**
   * @return the document
   */
  static JsonObject assertProblem(Response response, int status, String code) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    assertThat(response.contentType()).startsWith("application/problem+json");
    JsonObject problem = new JsonObject(response.asString());
    assertDocument(problem, status, code);
    return problem;
  }

  static void assertDocument(JsonObject problem, int status, String code) {
    assertThat(problem.getString("type")).isEqualTo("urn:oncue:problem:" + code);
    assertThat(problem.getString("title")).isNotBlank();
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("detail")).isNotBlank();
  }

  /** A 400 whose detail starts with the field. */
  static void assertMalformed(Response response, String field) {
    assertThat(assertProblem(response, 400, "malformed").getString("detail")).startsWith(field);
  }

  static void assertUnauthorized(Response response) {
    assertProblem(response, 401, "unauthorized");
    assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer");
  }
}
