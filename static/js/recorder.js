// Without this a phone's own recorder does it, by the file field. This records on the page itself, plays it back,
// sends it with a bar that fills, and keeps it when there is no connection.
const form = document.querySelector("[data-recorder]");
const one = (name) => form.querySelector(`[data-${name}]`);
const longest = Number(form.dataset.seconds);
const input = form.elements.sound;
const [panel, talk, clock, time, status, play, again] = ["panel", "talk", "clock", "time", "status", "play", "once-more"].map(one);
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const LOUD_ENOUGH = 0.01;

let recorder = null;
let began = 0;
let ticking = 0;
let loudest = 0;
let sending = false;
let asked = false;

const say = (what) => {
  status.textContent = what ? one("words").querySelector(`[data-is="${what}"]`).textContent : "";
};

const showTime = (seconds) => {
  const whole = Math.min(longest, Math.floor(seconds));
  clock.textContent = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  time.value = Math.min(longest, seconds);
};

const peak = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

// A microphone that is covered or muted records silence: better said at once than by a worker in a week.
function listen(stream) {
  loudest = 0;
  const context = new AudioContext();
  const ear = context.createAnalyser();
  ear.fftSize = 16384; // a third of a second: a slow phone looks seldom, and still hears all of it
  const heard = new Float32Array(ear.fftSize);
  context.createMediaStreamSource(stream).connect(ear);
  const look = () => {
    if (context.state === "closed") return;
    ear.getFloatTimeDomainData(heard);
    loudest = Math.max(loudest, peak(heard));
    const level = peak(heard.subarray(-2048));
    talk.dataset.level = String(Math.min(4, Math.round(level * 12)));
    requestAnimationFrame(look);
  };
  look();
  return () => context.close();
}

function keep(blob, seconds) {
  const ending = blob.type.includes("mp4") ? "m4a" : blob.type.includes("ogg") ? "ogg" : "webm";
  const files = new DataTransfer();
  files.items.add(new File([blob], `recording.${ending}`, { type: blob.type }));
  input.files = files.files;
  form.elements.seconds.value = String(Math.max(1, Math.round(seconds)));
  if (play.src) URL.revokeObjectURL(play.src);
  play.src = URL.createObjectURL(blob);
  play.hidden = again.hidden = false;
  form.classList.add("has-sound");
  play.focus();
}

async function start() {
  if (asked) return;
  asked = true;
  say("asking");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (problem) {
    say(["NotAllowedError", "SecurityError"].includes(problem.name) ? "refused" : "none");
    one("pick").hidden = false;
    return;
  } finally {
    asked = false;
  }
  const parts = [];
  const deaf = listen(stream);
  const kind = KINDS.find((known) => MediaRecorder.isTypeSupported(known));
  recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 32000 });
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.addEventListener("stop", () => {
    const seconds = Math.min(longest, (performance.now() - began) / 1000);
    clearInterval(ticking);
    stream.getTracks().forEach((track) => track.stop());
    deaf();
    recorder = null;
    form.classList.remove("is-talking");
    delete talk.dataset.level;
    showTime(seconds);
    keep(new Blob(parts, { type: kind }), seconds);
    say(loudest < LOUD_ENOUGH ? "silent" : seconds >= longest ? "full" : "done");
  });
  play.pause();
  play.hidden = again.hidden = true;
  began = performance.now();
  recorder.start(1000);
  form.classList.add("is-talking");
  talk.focus();
  say("talking");
  ticking = setInterval(() => {
    const seconds = (performance.now() - began) / 1000;
    showTime(seconds);
    if (seconds >= longest) stop();
  }, 200);
}

const stop = () => recorder?.state === "recording" && recorder.stop();

function failed(what) {
  sending = false;
  one("sent").hidden = true;
  document.dispatchEvent(new Event("recorder:ended"));
  if (what) say(what);
}

// Mistakes come back as the form drawn again: only what it says is taken over, so the recording stays.
function mistakes(text) {
  const said = new DOMParser().parseFromString(text, "text/html").querySelector(".errors");
  const place = document.getElementById("mistakes");
  place.replaceChildren(...(said ? [document.adoptNode(said)] : []));
  if (said) {
    said.tabIndex = -1;
    said.focus();
  }
}

function send(event) {
  event.preventDefault();
  if (sending) return;
  if (recorder) stop();
  if (!input.files.length) {
    failed("first");
    talk.focus();
    return;
  }
  if (input.files[0].size > Number(form.dataset.bytes)) return failed("big");
  sending = true;
  document.getElementById("mistakes").replaceChildren();
  say("sending");
  const bar = one("sent");
  const way = new XMLHttpRequest();
  bar.hidden = false;
  bar.value = 0;
  way.upload.addEventListener("progress", (sent) => {
    bar.value = (100 * sent.loaded) / (sent.total || 1);
  });
  way.addEventListener("load", () => {
    const to = way.getResponseHeader("HX-Redirect");
    if (to) return window.location.assign(to);
    failed(null);
    say(null);
    if (way.status === 413) return say("big");
    if (way.status >= 500) return say("lost");
    mistakes(way.responseText);
    if (!document.querySelector("#mistakes .errors")) {
      // Signed out meanwhile, or something else that needs a page of its own.
      status.textContent = new DOMParser().parseFromString(way.responseText, "text/html").body.textContent.trim().slice(0, 200);
    }
  });
  way.addEventListener("error", () => failed("lost"));
  way.addEventListener("timeout", () => failed("lost"));
  way.open("POST", form.action);
  way.timeout = 120000;
  way.setRequestHeader("HX-Request", "true");
  way.send(new FormData(form));
}

if (navigator.mediaDevices?.getUserMedia && window.MediaRecorder && window.AudioContext) {
  panel.hidden = false;
  one("pick").hidden = true;
  talk.addEventListener("click", () => (recorder ? stop() : start()));
  one("again").addEventListener("click", start);
  form.addEventListener("submit", send);
  window.addEventListener("pagehide", stop);
}
