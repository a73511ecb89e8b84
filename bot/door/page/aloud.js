// Reading aloud, off until the person turns it on. Only a voice of the device itself: others send the words away to be spoken.

export class Aloud {
  on = false;
  #language;

  constructor(language) {
    this.#language = language;
  }

  /** A voice on this device, in this language if there is one; null if there is none (some load a moment late). */
  get voice() {
    const own = (window.speechSynthesis?.getVoices() || []).filter((voice) => voice.localService);
    return own.find((voice) => voice.lang.startsWith(this.#language)) || null;
  }

  say(text) {
    if (!this.voice) return;
    const words = new SpeechSynthesisUtterance(text);
    words.voice = this.voice;
    words.lang = this.voice.lang;
    words.rate = 0.9;
    speechSynthesis.speak(words);
  }

  stop() {
    window.speechSynthesis?.cancel();
  }
}
