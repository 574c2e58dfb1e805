/** People at the dashboard: real Chromium on a real local platform. */
package io.baton.it.browser;
