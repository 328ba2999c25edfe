package dev.oncue.http.problem;

import dev.oncue.json.MalformedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure of a REST endpoint with a problem document. */
public final class ProblemMappers {
  /** What the engine refuses. */
  @ServerExceptionMapper(priority = 1)
  public Response refused(ProblemException refusal) {
    return response(refusal);
  }

  /** What breaks the rules of its form. */
  @ServerExceptionMapper(priority = 1)
  public Response malformed(MalformedException malformed) {
    return response(ProblemException.of(malformed));
  }

  /** What Quarkus REST itself refuses: no such path, method or form. */
  @ServerExceptionMapper(priority = 1)
  public Response refusedByFramework(WebApplicationException refusal) {
    Problem problem = Problem.ofStatus(refusal.getResponse().getStatus());
    Response response = response(problem.with(problem.title()));
    return problem == Problem.METHOD_NOT_ALLOWED
        ? Response.fromResponse(response).header(HttpHeaders.ALLOW, AllowedMethods.ofThis()).build()
        : response;
  }

  /** What should not have happened. */
  @ServerExceptionMapper(priority = 1)
  public Response fault(Throwable fault) {
    return response(ProblemException.of(fault));
  }

  private static Response response(ProblemException refusal) {
    Response.ResponseBuilder response =
        Response.status(refusal.problem().status())
            .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
            .entity(refusal.document());
    if (refusal.mayBeRetried()) {
      response.header(HttpHeaders.RETRY_AFTER, refusal.retryAfterSeconds());
    }
    if (refusal.problem() == Problem.UNAUTHORIZED) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return response.build();
  }
}
