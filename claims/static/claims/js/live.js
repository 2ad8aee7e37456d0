// Keeps parts of a page current: asks every two seconds until the answer says that nothing is under way.

const INTERVAL_MS = 2000;
const SLOWEST_MS = 60000;

export function watch(root) {
  const lead = root.querySelector("[data-live][data-settled]");
  if (lead && lead.dataset.settled !== "1") {
    const followers = [...root.querySelectorAll(`[data-live][data-follows="${lead.id}"]`)];
    setTimeout(() => tick(lead, followers, INTERVAL_MS), INTERVAL_MS);
  }
}

async function tick(lead, followers, interval) {
  let next = INTERVAL_MS;
  if (document.visibilityState === "visible") {
    const settled = await refresh(lead);
    await Promise.all(followers.map(refresh));
    if (settled === "1") {
      return;
    }
    // A server in trouble is asked ever more rarely.
    next = settled === null ? Math.min(interval * 2, SLOWEST_MS) : INTERVAL_MS;
  }
  setTimeout(() => tick(lead, followers, next), next);
}

// Returns the answer's word on being settled, or null when there was no answer.
async function refresh(part) {
  try {
    const response = await fetch(part.dataset.live, { headers: { Accept: "text/html" }, redirect: "error" });
    if (!response.ok) {
      return null;
    }
    show(part, await response.text());
    return response.headers.get("X-Settled");
  } catch {
    return null;
  }
}

// What somebody is using stays as it is: a part with an open form or the focus is replaced later.
function show(part, html) {
  if (part.contains(document.activeElement) || part.querySelector("details[open]")) {
    return;
  }
  const fresh = new DOMParser().parseFromString(html, "text/html");
  part.replaceChildren(...fresh.body.childNodes);
}
