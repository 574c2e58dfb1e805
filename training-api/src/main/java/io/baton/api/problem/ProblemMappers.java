package io.baton.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.baton.api.access.BearerAuthentication;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Fault;
import io.baton.protocol.problem.Problem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every error with a problem document. Callers see no internals; the log does. */
public class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  /** Quarkus answers these errors by itself, without a problem document. */
  private static final int AHEAD_OF_QUARKUS = Priorities.USER - 1;

  @ServerExceptionMapper
  public Response problem(ProblemException e) {
    if (e.problem().fault() == Fault.SERVICE) {
      LOG.warnf(
          "%s: %s",
          e.problem().code().code(), e.getCause() == null ? e.problem().detail() : e.getCause());
    }
    return answer(e.problem());
  }

  @ServerExceptionMapper
  public Response invalidField(InvalidFieldException e) {
    return answer(Problems.invalidField(e));
  }

  @ServerExceptionMapper
  public Response json(JsonProcessingException e) {
    return answer(JsonProblems.of(e));
  }

  @ServerExceptionMapper
  public Response mismatch(MismatchedInputException e) {
    return answer(JsonProblems.of(e));
  }

  @ServerExceptionMapper
  public Response value(ValueInstantiationException e) {
    return answer(JsonProblems.of(e));
  }

  @ServerExceptionMapper
  public Response http(WebApplicationException e, UriInfo uri) {
    if (e.getCause() instanceof JsonProcessingException json) {
      return answer(JsonProblems.of(json));
    }
    return answer(Problems.ofStatus(e, uri.getPath()));
  }

  /** There was no key. */
  @ServerExceptionMapper(priority = AHEAD_OF_QUARKUS)
  public Response unauthenticated(UnauthorizedException e) {
    return challenge("Send an API key: 'Authorization: Bearer baton_…'.");
  }

  /** The key is none, or not a valid one. */
  @ServerExceptionMapper(priority = AHEAD_OF_QUARKUS)
  public Response unauthenticated(AuthenticationFailedException e) {
    return challenge(e.getMessage());
  }

  @ServerExceptionMapper(priority = AHEAD_OF_QUARKUS)
  public Response forbidden(ForbiddenException e, UriInfo uri) {
    return answer(
        Problem.of(
            ErrorCode.FORBIDDEN,
            "The API key's role does not allow this at " + uri.getPath() + "."));
  }

  @ServerExceptionMapper
  public Response anything(Exception e) {
    if (DatabaseTrouble.isUnavailable(e)) {
      LOG.warnf("the database cannot be used: %s", e);
      return answer(
          Problem.of(
              ErrorCode.DATABASE_UNAVAILABLE,
              "The database does not answer; nothing was changed, try again."));
    }
    LOG.error("a request ended with an error that nobody foresaw", e);
    return answer(
        Problem.of(ErrorCode.INTERNAL, "The service failed; its log says more. Try again later."));
  }

  private static Response challenge(String detail) {
    Problem problem = Problem.of(ErrorCode.UNAUTHENTICATED, detail);
    return Response.status(problem.status())
        .type(Problem.MEDIA_TYPE)
        .header(HttpHeaders.WWW_AUTHENTICATE, BearerAuthentication.CHALLENGE)
        .entity(problem)
        .build();
  }

  private static Response answer(Problem problem) {
    return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem).build();
  }
}
