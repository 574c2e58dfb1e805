package io.baton.api.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.TestKeys;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** A browser with a cookie, without scripts. */
public final class Browser {
  private final String cookie;

  private Browser(String cookie) {
    this.cookie = cookie;
  }

  /** One that signed in. */
  public static Browser signedIn(String key) {
    Response answer = signIn(key, "/ui/jobs");
    assertThat(answer.statusCode()).isEqualTo(303);
    return new Browser(answer.getCookie("baton_session"));
  }

  public static Response signIn(String key, String to) {
    return stranger()
        .header("Sec-Fetch-Site", "same-origin")
        .formParam("key", key)
        .formParam("to", to)
        .post("/ui/sign-in");
  }

  /** Requests without a cookie. */
  public static RequestSpecification stranger() {
    return TestKeys.asNobody().redirects().follow(false);
  }

  /** Requests that a page of this service makes. */
  public RequestSpecification here() {
    return fromSite("same-origin");
  }

  /** Requests with the cookie, as browsers mark them. */
  public RequestSpecification fromSite(String fetchSite) {
    return stranger().cookie("baton_session", cookie).header("Sec-Fetch-Site", fetchSite);
  }

  public String page(String path) {
    Response answer = here().urlEncodingEnabled(false).get(path);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.asString();
  }
}
