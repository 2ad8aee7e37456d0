// Asks before moves that are hard to take back, and before leaving what was typed and not saved.

export function askFirst(root, dialog) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    const question = form.dataset?.confirm;
    if (!question || form.dataset.confirmed || !dialog) {
      return;
    }
    event.preventDefault();
    dialog.querySelector("p").textContent = question;
    dialog.returnValue = "no";
    dialog.addEventListener(
      "close",
      () => {
        if (dialog.returnValue === "yes") {
          form.dataset.confirmed = "1";
          form.requestSubmit(event.submitter);
        }
      },
      { once: true },
    );
    dialog.showModal();
  });
}

export function guardUnsaved(root) {
  const changed = new Set();
  root.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) {
      changed.add(form);
    }
  });
  root.addEventListener("submit", (event) => changed.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    if (changed.size) {
      event.preventDefault();
    }
  });
}
