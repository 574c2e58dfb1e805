/**
 * The pages for people, made on the server. What they show and do goes through the resources of the
 * REST API under the key of whoever signed in, so a page can do nothing that the key could not.
 */
package io.baton.api.dashboard;
