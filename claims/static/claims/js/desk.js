// What the desk's pages do besides links and forms. Everything works without it.
import { watch } from "./live.js";
import { askFirst, guardUnsaved } from "./forms.js";
import { listenToKeys } from "./keys.js";
import { citeFromButtons, quoteFromSelection } from "./quoting.js";

document.querySelectorAll("[data-needs-script]").forEach((element) => {
  element.hidden = false;
});
document.getElementById("refused")?.focus();
askFirst(document, document.getElementById("confirm"));
guardUnsaved(document);
listenToKeys(document);
quoteFromSelection(document);
citeFromButtons(document);
watch(document);
