package dev.oncue.loadtest;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the engine answered.
 *
 * @param status the HTTP status
 * @param body the JSON body; a missing node when it is none
 */
public record Answer(int status, JsonNode body) {
  private static final String PROBLEM = "urn:oncue:problem:";

  /** Whether this is the problem with that status and code. */
  public boolean isProblem(int expected, String code) {
    return status == expected && (PROBLEM + code).equals(body.path("type").asText());
  }

  /** The body, when the status is one of those expected. */
  public JsonNode expect(int... expected) {
    for (int one : expected) {
      if (status == one) {
        return body;
      }
    }
    throw new UnexpectedAnswerException("the engine answered " + this);
  }

  @Override
  public String toString() {
    return status + " " + body;
  }
}
