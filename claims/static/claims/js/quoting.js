// Fills a quotation from what is selected in a stored text, and puts citations where the author is writing.

const CONTEXT_CHARACTERS = 32;

export function quoteFromSelection(root) {
  const form = root.querySelector("form[data-quote-from]");
  const text = form && root.getElementById(form.dataset.quoteFrom);
  if (!text) {
    return;
  }
  root.addEventListener("selectionchange", () => {
    const selection = root.getSelection();
    if (selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) {
      return;
    }
    const range = selection.getRangeAt(0);
    const before = root.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length;
    const exact = range.toString();
    const whole = text.textContent;
    form.elements.namedItem("exact").value = exact;
    form.elements.namedItem("before").value = whole.slice(Math.max(0, start - CONTEXT_CHARACTERS), start);
    form.elements.namedItem("after").value = whole.slice(start + exact.length).slice(0, CONTEXT_CHARACTERS);
  });
}

export function citeFromButtons(root) {
  if (!root.getElementById("draft-form")) {
    root.querySelectorAll("[data-insert]").forEach((button) => {
      button.hidden = true;
    });
    return;
  }
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const field = root.querySelector("#draft-form textarea[name=justification]");
    if (!button || !field) {
      return;
    }
    field.closest("details")?.setAttribute("open", "");
    field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    const box = root.querySelector(`#draft-form input[name=evidence][value="${button.dataset.insert.match(/\d+/)[0]}"]`);
    if (box) {
      box.checked = true;
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
