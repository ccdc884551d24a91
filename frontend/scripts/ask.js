// "Are you sure?" in the app's own dialog, for scripts and for hx-confirm.

/** Asks `question`; true when the person confirms. `action` names the button. */
export function ask(question, action = "") {
  const dialog = document.getElementById("ask");
  const yes = dialog.querySelector('[data-answer="yes"]');
  yes.dataset.usual ??= yes.textContent;
  yes.textContent = action || yes.dataset.usual;
  dialog.querySelector("#ask-text").textContent = question;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

export function startAsking() {
  document.getElementById("ask")?.addEventListener("click", (event) => {
    const answer = event.target.closest("[data-answer]")?.dataset.answer;
    if (answer) event.currentTarget.close(answer);
  });
  document.addEventListener("htmx:confirm", async (event) => {
    const { ctx, issueRequest, dropRequest } = event.detail;
    event.preventDefault();
    const action = ctx.sourceElement.dataset.confirmAction ?? "";
    (await ask(ctx.confirm, action)) ? issueRequest() : dropRequest();
  });
  // The same for plain forms: <form data-confirm="…">.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!question || form.dataset.confirmed !== undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (!(await ask(question, event.submitter?.dataset.confirmAction ?? form.dataset.confirmAction))) return;
    form.dataset.confirmed = "";
    form.requestSubmit(event.submitter);
    delete form.dataset.confirmed;
  }, true);
}
