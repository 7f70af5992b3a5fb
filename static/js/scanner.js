/* Reads a stamp with the telephone's camera and goes on by itself. Without it the form takes a photo or a typed code.

   The live picture needs BarcodeDetector and a camera; where either is missing its button never shows. A chosen photo is read
   right here when the browser can, else it is made smaller before it is sent: a village's signal is precious. */

const LONGEST_SIDE = 2000;
const PAUSE_MS = 150;
// Sixteen characters of our alphabet at the end of an address or alone; the server decides whether they are true.
const CODE = /(?:^|\/)([0-9a-hjkmnp-tv-z-]{16,19})\/?(?:[?#].*)?$/i;

const form = document.querySelector("[data-scan-form]");
if (form) prepare(form);

async function prepare(form) {
  const detector = await makeDetector();
  form.elements.photo.addEventListener("change", () => takePhoto(form, detector));
  const scanner = form.querySelector("[data-scanner]");
  if (detector && navigator.mediaDevices?.getUserMedia) new Scanner(scanner, detector, form).offer();
}

async function makeDetector() {
  try {
    const formats = await BarcodeDetector.getSupportedFormats();
    return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
  } catch {
    return null;
  }
}

function send(form, code) {
  form.elements.code.value = code;
  form.elements.photo.value = "";
  form.requestSubmit();
}

async function takePhoto(form, detector) {
  const file = form.elements.photo.files[0];
  if (!file) return;
  try {
    const picture = await createImageBitmap(file);
    const found = detector ? codesAmong(await detector.detect(picture)) : [];
    if (found.length === 1) return send(form, found[0]);
    await shrink(form.elements.photo, file, picture);
  } catch {
    // What this browser cannot read the server may.
  }
  form.requestSubmit();
}

async function shrink(input, file, picture) {
  const scale = LONGEST_SIDE / Math.max(picture.width, picture.height);
  if (scale >= 1) return;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  if (!blob || blob.size >= file.size) return;
  const smaller = new DataTransfer();
  smaller.items.add(new File([blob], "stamp.jpg", { type: "image/jpeg" }));
  input.files = smaller.files;
}

function codesAmong(barcodes) {
  const codes = barcodes.map((barcode) => CODE.exec(barcode.rawValue.trim())?.[1]).filter(Boolean);
  return [...new Set(codes)];
}

class Scanner {
  constructor(root, detector, form) {
    this.root = root;
    this.detector = detector;
    this.form = form;
    this.view = root.querySelector("[data-scanner-view]");
    this.startButton = root.querySelector("[data-scanner-start]");
    this.stopButton = root.querySelector("[data-scanner-stop]");
    this.words = root.querySelector("[data-scanner-words]");
  }

  offer() {
    this.root.hidden = false;
    this.startButton.addEventListener("click", () => this.start());
    this.stopButton.addEventListener("click", () => this.stop(this.startButton));
    // The light of the camera goes out when the page is left.
    window.addEventListener("pagehide", () => this.stop());
  }

  async start() {
    this.words.textContent = "";
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      this.view.srcObject = this.stream;
      this.show(true);
      await this.view.play();
    } catch (error) {
      this.stop(this.startButton);
      this.words.textContent = this.root.dataset[reason(error)];
      return;
    }
    this.stopButton.focus();
    this.look();
  }

  async look() {
    while (this.stream) {
      const barcodes = await this.detector.detect(this.view).catch(() => []);
      if (!this.stream) return;
      const [code] = codesAmong(barcodes);
      if (code) {
        this.stop();
        this.words.textContent = this.root.dataset.found;
        navigator.vibrate?.(60);
        return send(this.form, code);
      }
      if (barcodes.length) this.words.textContent = this.root.dataset.strange;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  stop(focusOn) {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.view.srcObject = null;
    this.show(false);
    focusOn?.focus();
  }

  show(isOn) {
    this.view.hidden = !isOn;
    this.stopButton.hidden = !isOn;
    this.startButton.hidden = isOn;
  }
}

function reason(error) {
  if (error.name === "NotAllowedError" || error.name === "SecurityError") return "denied";
  return error.name === "NotFoundError" || error.name === "OverconstrainedError" ? "missing" : "failed";
}
