package io.baton.it.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that do what a person does at the dashboard. Its methods may ask for the {@link Site} and
 * for a {@link Person}, who is signed in as an operator.
 *
 * <p>All such classes share one site. They come after all others, so that it does not run beside
 * them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SiteExtension.class)
@Order(InBrowser.LAST)
@interface InBrowser {
  int LAST = 2_000_000_000;
}
