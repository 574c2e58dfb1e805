package io.baton.it.fault;

/** What a request can meet on its way. */
enum Fault {
  /** It passes. */
  NONE,
  /** It passes, late. */
  DELAY,
  /** The connection ends somewhere in the request; the server gets a part of it. */
  CUT_REQUEST,
  /** The server does what it was asked, and its answer never arrives. */
  LOSE_ANSWER,
  /** The connection ends somewhere in the answer's body. */
  TRUNCATE_ANSWER,
  /** A byte of the request's body arrives as another. */
  DAMAGE_REQUEST,
  /** A byte of the answer's body arrives as another. */
  DAMAGE_ANSWER,
  /** 500, and the server never hears of it. */
  SERVER_ERROR,
  /** 503, and the server never hears of it. */
  UNAVAILABLE
}
