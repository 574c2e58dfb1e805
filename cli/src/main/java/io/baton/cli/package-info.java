/**
 * The command line {@code baton}: jobs over REST ({@code job}), the local platform ({@code
 * platform}), the demonstration ({@code demo}) and the examination of a machine ({@code doctor}).
 */
package io.baton.cli;
