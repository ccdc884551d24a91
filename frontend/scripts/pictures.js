// A page with pictures, or with a field for some, has what they need fetched: few people ever see one.
import { build, icon, onTap } from "./page.js";
import { toast } from "./toast.js";

const NEEDS = "[data-pictures], [data-shows-picture]";

let picking;

export function startPictures() {
  look();
  document.addEventListener("htmx:after:swap", look);
}

async function look() {
  if (picking || !document.querySelector(NEEDS)) return;
  picking = import("./picking.js");
  try {
    (await picking).startPicking({ build, icon, onTap, toast });
  } catch {
    picking = undefined; // Without a network: the next look tries again, and pictures go up as they are.
  }
}
