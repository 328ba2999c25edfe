package dev.oncue.loadtest;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the engine answered.
 *
 * @param status the HTTP status
 * @param body the JSON body; a missing node when it is none
 */
public record Answer(int status, JsonNode body) {
  /** Whether this is the problem with that status and code. */
  public boolean isProblem(int expected, String code) {
    return status == expected && ("urn:oncue:problem:" + code).equals(body.path("type").asText());
  }

  /** The body, when the status is the expected one. */
  public JsonNode expect(int expected) {
    if (status != expected) {
      throw LoadTestException.failed("the engine answered " + status + " " + body);
    }
    return body;
  }
}
