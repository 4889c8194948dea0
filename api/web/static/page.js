// What the pages can do besides: charts that answer, and code that copies itself.
// Everything is readable without this file.
"use strict";

const scripts = document.currentScript.src;

function script(address) {
  return new Promise((done, failed) => {
    const made = document.createElement("script");
    made.src = address;
    made.onload = done;
    made.onerror = failed;
    document.head.append(made);
  });
}

let library;
function vega() {
  library ??= script(new URL("vega.js", scripts).href);
  return library;
}

function dark() {
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "&theme=dark" : "";
}

async function draw(figure) {
  const [answer] = await Promise.all([fetch(figure.dataset.chart + dark()), vega()]);
  if (!answer.ok) throw new Error(answer.statusText);
  const place = figure.querySelector(".live");
  // The interpreter needs no eval, and no style of theirs is put into the page.
  await window.vegaEmbed(place, await answer.json(), {
    ast: true,
    actions: false,
    renderer: "svg",
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  });
}

function offer(figure) {
  const button = document.createElement("button");
  const picture = figure.querySelector("picture");
  const live = figure.querySelector(".live");
  let drawn = false;
  button.type = "button";
  button.textContent = figure.dataset.on;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", async () => {
    const show = live.hidden;
    if (show && !drawn) {
      button.textContent = figure.dataset.busy;
      try {
        await draw(figure);
        drawn = true;
      } catch {
        button.textContent = figure.dataset.failed;
        return;
      }
    }
    live.hidden = !show;
    picture.hidden = show;
    button.setAttribute("aria-pressed", String(show));
    button.textContent = show ? figure.dataset.off : figure.dataset.on;
  });
  figure.querySelector(".takes").prepend(button);
}

function copying(place) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = place.dataset.copy;
  button.addEventListener("click", async () => {
    const code = place.querySelector("pre");
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = place.dataset.copied;
    } catch {
      getSelection().selectAllChildren(code);
    }
  });
  place.append(button);
}

document.querySelectorAll(".chart").forEach(offer);
document.querySelectorAll(".code").forEach(copying);
// A filter that is left empty need not stand in the address.
document.querySelectorAll("form.filters").forEach((form) => {
  form.addEventListener("submit", () => {
    for (const field of form.elements) if (field.value === "") field.disabled = true;
  });
  addEventListener("pageshow", () => {
    for (const field of form.elements) field.disabled = false;
  });
});
