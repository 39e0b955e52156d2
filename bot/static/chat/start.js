// The page to choose people of the demo county: one in a tab, or up to four beside each other.
import { faceAll } from "./faces.js";

const MOST = 4;
const boxes = [...document.querySelectorAll("input[type=checkbox]")];
const button = document.getElementById("beside");

const count = () => {
  const chosen = boxes.filter((box) => box.checked).length;
  for (const box of boxes) box.disabled = !box.checked && chosen >= MOST;
  button.disabled = chosen === 0;
  button.textContent = chosen ? `并排打开（${chosen} 人）` : "并排打开";
};

for (const box of boxes) box.addEventListener("change", count);
addEventListener("pageshow", count);
faceAll();
count();
