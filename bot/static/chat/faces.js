// The little square picture of a person: the last two characters of the name on a colour of their own.

const COLOURS = ["#4a7fb5", "#b5694a", "#6a8f3c", "#8a6bb0", "#3d9488", "#b0567b", "#93792c", "#5c6ac4"];

export const face = (element, name) => {
  const sum = Array.from(name).reduce((total, letter) => (total * 31 + letter.codePointAt(0)) % 9973, 7);
  element.style.backgroundColor = COLOURS[sum % COLOURS.length];
  element.textContent = name.length > 2 ? name.slice(-2) : name;
  return element;
};

export const botFace = (element, name) => {
  element.classList.add("face-bot");
  element.textContent = name.slice(-1);
  return element;
};

/** Several members in one square, as groups have it. */
export const groupFace = (element, names) => {
  element.classList.add("face-group");
  element.classList.toggle("face-few", names.length < 5);
  for (const name of names.slice(0, 9)) {
    const small = document.createElement("i");
    face(small, name);
    small.textContent = name.slice(-1);
    element.append(small);
  }
  return element;
};

export const faceAll = () => {
  for (const element of document.querySelectorAll("[data-face]")) face(element, element.dataset.face);
};
