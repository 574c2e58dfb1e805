// The REST API of the service, with the reader's session.

/** The service said no; problem is its problem document. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export async function post(path, body, headers = {}, signal = undefined) {
  return answerOf(await send(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", ...headers },
    body,
    signal,
  }));
}

export async function get(path) {
  return answerOf(await send(path, { headers: { Accept: "application/json" } }));
}

async function send(path, request) {
  try {
    return await fetch(path, request);
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new Error("The service does not answer. Nothing is lost: try again when it is back.");
  }
}

async function answerOf(answer) {
  const text = await answer.text();
  if (answer.ok) return text === "" ? null : JSON.parse(text);
  if (answer.status === 401) throw new Error("Your session has ended. Sign in again in another tab, then go on here: nothing is lost.");
  let problem;
  try {
    problem = JSON.parse(text);
  } catch {
    problem = { status: answer.status, detail: `The service answered ${answer.status} without saying why.` };
  }
  throw new Refused({ errors: [], ...problem });
}

/** A name for a request that may be sent again, also where crypto.randomUUID is missing. */
export function idempotencyKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
