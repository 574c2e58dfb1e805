package io.baton.it.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that do what a person does at the dashboard. Its methods may ask for the {@link Site} and
 * for a {@link Person}, who is signed in as an operator.
 *
 * <p>All such classes share one site and one browser, so no two run at once. Where nothing runs at
 * once they come after all others, so that the site does not run beside them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SiteExtension.class)
@Order(InBrowser.LAST)
@ResourceLock("site")
@interface InBrowser {
  int LAST = 2_000_000_000;
}
