// Browsers let only pages of HTTPS and of this machine write to the clipboard: elsewhere the text is shown and selected, to be copied by hand.
function select(element) {
  element.closest("details")?.setAttribute("open", "");
  getSelection().selectAllChildren(element);
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  const name = button.textContent;
  const told = document.getElementById("copied");
  button.addEventListener("click", async () => {
    const element = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(element.textContent);
      button.textContent = "Copied";
    } catch {
      select(element);
      button.textContent = "Selected: copy it";
    }
    if (told) told.textContent = button.textContent;
    setTimeout(() => { button.textContent = name; }, 2500);
  });
}
