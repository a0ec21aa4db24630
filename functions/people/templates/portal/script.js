const said = document.getElementById("said");
for (const button of document.querySelectorAll("button[data-copy]")) {
  const label = button.innerHTML;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const code = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = said.textContent = said.dataset.copied;
    } catch {
      getSelection().selectAllChildren(code);
      said.textContent = said.dataset.selected;
    }
    setTimeout(() => { button.innerHTML = label; said.textContent = ""; }, 3000);
  });
}
// Times are written in UTC. Readers elsewhere see their own time first, and UTC beside it.
if (new Date().getTimezoneOffset() !== 0) {
  const language = document.documentElement.lang;
  for (const head of document.querySelectorAll("th")) head.textContent = head.textContent.replace(" (UTC)", "");
  for (const time of document.querySelectorAll("time[datetime*=T]")) {
    const at = new Date(time.dateTime);
    if (isNaN(at)) continue;
    const [said, utc] = [time.textContent, document.createElement("small")];
    const day = /\d{4}/.test(said) ? { dateStyle: "medium" } : {};
    time.textContent = at.toLocaleString(language, { ...day, timeStyle: "short" });
    utc.textContent = said.includes("UTC") ? said : `${said} UTC`;
    time.after(" ", utc);
  }
}
const everyone = document.getElementById("everyone");
if (everyone) {
  const boxes = [...document.querySelectorAll("input[name=id]")];
  const chosen = document.getElementById("chosen");
  const show = () => {
    const count = boxes.filter((box) => box.checked).length;
    everyone.checked = count > 0 && count === boxes.length;
    everyone.indeterminate = count > 0 && count < boxes.length;
    chosen.textContent = count > 0 ? chosen.dataset.says.replace("#", count) : "";
  };
  everyone.parentElement.hidden = false;
  everyone.addEventListener("change", () => {
    for (const box of boxes) box.checked = everyone.checked;
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  show();
}
const run = document.querySelector("form[data-go-on]");
if (run) setTimeout(() => run.requestSubmit(), 300 + 1000 * run.dataset.goOn);
// A page that shows how far something is looks again. Where the reader is on it stays.
const again = document.querySelector("a[data-again]");
if (again) {
  const look = () => (again.href === location.href ? location.reload() : location.replace(again.href));
  setTimeout(look, 1000 * again.dataset.again);
}
