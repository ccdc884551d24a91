// Pictures in a form: made small before they are sent, shown while the form is filled in, taken back one by one; and
// those on a page, seen whole by a tap. What a phone notes in a photo (place, camera) does not leave it. Comes to pages
// that have pictures, and is handed what every page has: an import of it would take the script of all pages apart.

const LONGEST = 1600;
const TALL = 3; // A chat captured in one long picture: by its longest side alone nobody could read it any more.
const QUALITY = 0.85;

const kept = new WeakMap(); // The files of each field, as they will be sent.

let build, icon, toast;

export function startPicking(page) {
  ({ build, icon, toast } = page);
  document.addEventListener("change", (event) => event.target.matches("[data-pictures]") && add(event.target));
  page.onTap("[data-removes-picture]", (button) => remove(button));
  page.onTap("[data-shows-picture]", (link, event) => showWhole(link, event));
  document.addEventListener("htmx:after:swap", (event) => sent(event.detail.ctx));
}

async function add(input) {
  const fresh = [...input.files];
  const room = Number(input.dataset.pictures) - (kept.get(input) ?? []).length;
  if (fresh.length > room) toast(input.dataset.tooMany, { tone: "late" });
  const button = input.form.querySelector('[type="submit"]');
  button.disabled = true;
  try {
    const small = await Promise.all(fresh.slice(0, room).map(made));
    show(input, [...(kept.get(input) ?? []), ...small]); // Meanwhile one may have been taken back.
  } finally {
    button.disabled = false;
  }
}

/** As JPEG of a size that can be read; as it came where this browser cannot read it: then the house decides. */
async function made(file) {
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, scaleOf(image));
    const canvas = build("canvas", { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white"; // JPEG knows no transparency.
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const data = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return data ? new File([data], "picture.jpg", { type: data.type }) : file;
  } catch {
    return file;
  }
}

function scaleOf({ width, height }) {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  return long > TALL * short ? Math.sqrt((LONGEST * LONGEST) / (width * height)) : LONGEST / long;
}

function show(input, files) {
  const sending = new DataTransfer();
  for (const file of files) sending.items.add(file);
  input.files = sending.files;
  kept.set(input, files);
  const list = document.querySelector(`[data-pictures-of="${CSS.escape(input.id)}"]`);
  for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  list.replaceChildren(...files.map((file, place) => thumbnail(list, file, place)));
}

function thumbnail(list, file, place) {
  const label = list.dataset.remove.replace("{number}", place + 1);
  const button = build("button", { class: "btn btn-ghost btn-circle picture-remove", type: "button", "data-removes-picture": place, "aria-label": label });
  button.innerHTML = icon("x");
  const image = build("img", { src: URL.createObjectURL(file), alt: "" });
  image.addEventListener("error", () => image.replaceWith(build("span", { class: "picture-unseen" }, file.name)));
  return build("li", {}, image, button);
}

function remove(button) {
  const input = document.getElementById(button.closest("[data-pictures-of]").dataset.picturesOf);
  show(input, kept.get(input).filter((file, place) => place !== Number(button.dataset.removesPicture)));
  input.focus();
}

/** What was sent does not stand in the form again when it is opened for the next one. */
function sent(ctx) {
  const form = ctx?.sourceElement?.closest?.("form");
  const input = form?.querySelector("[data-pictures]");
  if (!input || !ctx.response || ctx.response.status >= 400) return;
  form.reset();
  show(input, []);
}

function showWhole(link, event) {
  const sheet = document.getElementById("picture");
  if (!sheet) return;
  event.preventDefault();
  const image = sheet.querySelector("img");
  image.src = link.href;
  image.alt = link.querySelector("img").alt;
  sheet.showModal();
}
