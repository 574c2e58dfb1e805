// A stream of events ends with its page: one that leaving the page cuts off would be told as an error.
const connect = htmx.createEventSource;
htmx.createEventSource = (address) => {
  const source = connect(address);
  addEventListener("pagehide", () => source.close());
  return source;
};

// A page that the browser kept has lost its stream.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
