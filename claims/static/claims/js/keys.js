// Keyboard shortcuts: j and k move, Enter opens, a and d decide, / searches, ? helps.

const TYPING = "input, select, textarea, [contenteditable], dialog";

export function listenToKeys(root) {
  const items = [...root.querySelectorAll("[data-key-item]")];
  let current = items.findIndex((item) => `#${item.id}` === window.location.hash);
  if (current >= 0) {
    current = firstOpen(items, current);
    mark(items, current);
  }
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest(TYPING)) {
      return;
    }
    if (event.key === "j" || event.key === "k") {
      const step = event.key === "j" ? 1 : -1;
      current = Math.max(0, Math.min(items.length - 1, current + step));
      mark(items, current);
    } else if (event.key === "/") {
      root.querySelector("input[type=search]")?.focus();
    } else if (event.key === "?") {
      root.getElementById("shortcuts")?.showModal();
    } else {
      items[current]?.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`)?.click();
      return;
    }
    event.preventDefault();
  });
}

// After a decision the next suggestion that still waits is the current one.
function firstOpen(items, from) {
  const next = items.findIndex((item, index) => index >= from && item.querySelector("[data-shortcut]"));
  return next < 0 ? from : next;
}

function mark(items, current) {
  items.forEach((item, index) => {
    const is = index === current;
    item.classList.toggle("is-current", is);
    document.getElementById(item.dataset.mark ?? "")?.classList.toggle("is-current", is);
  });
  const item = items[current];
  if (item) {
    document.getElementById(item.dataset.mark ?? "")?.scrollIntoView({ block: "center" });
    item.scrollIntoView({ block: "nearest" });
    (item.querySelector("a.item-title") ?? item).focus({ preventScroll: true });
  }
}
