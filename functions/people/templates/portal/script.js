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
for (const time of document.querySelectorAll("time[datetime]")) {
  const at = new Date(time.dateTime);
  if (!isNaN(at)) time.title = at.toLocaleString(document.documentElement.lang);
}
const everyone = document.getElementById("everyone");
if (everyone) {
  const boxes = [...document.querySelectorAll("input[name=id]")];
  const invite = document.getElementById("invite");
  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    everyone.checked = chosen > 0 && chosen === boxes.length;
    everyone.indeterminate = chosen > 0 && chosen < boxes.length;
    invite.textContent = chosen === 0 ? "Invite people" : chosen === 1 ? "Invite 1 person" : `Invite ${chosen} people`;
  };
  everyone.parentElement.hidden = false;
  everyone.addEventListener("change", () => {
    for (const box of boxes) box.checked = everyone.checked;
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  show();
}
