// The phone's position at the moment of the tap. Without it the punch still goes, as unverified, and the person is told.
import { words } from "./page.js";
import { toast } from "./toast.js";

const PATIENCE = 8_000;

/** Fields to add to the form: latitude, longitude, accuracy in metres; or why there are none (place_error). */
export async function locate(form) {
  const status = form.querySelector("[data-place-status]");
  const before = status?.innerHTML;
  if (status) status.textContent = words("locating");
  form.classList.add("is-busy");
  try {
    const { latitude, longitude, accuracy } = await position();
    return [
      ["latitude", latitude.toFixed(6)],
      ["longitude", longitude.toFixed(6)],
      ["accuracy", accuracy.toFixed(0)],
    ];
  } catch (error) {
    const refused = error?.code === 1;
    toast(words(refused ? "placeRefused" : "placeUnknown"));
    return [["place_error", refused ? "refused" : "unknown"]];
  } finally {
    form.classList.remove("is-busy");
    if (status) status.innerHTML = before;
  }
}

function position() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new Error("no geolocation"));
    // Some browsers never call back while their question to the person stands open.
    const timer = setTimeout(() => reject(new Error("timeout")), PATIENCE + 500);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        clearTimeout(timer);
        resolve(coords);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 15_000 },
    );
  });
}
