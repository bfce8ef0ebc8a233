/* Starts a widget of Wagtail's that would otherwise be started by a script within the page, which the
   Content-Security-Policy forbids: <span data-controller="start" data-start-make-value="InlinePanel" …>. */
class Start extends window.StimulusModule.Controller {
  static values = { call: String, make: String, with: Array };

  connect() {
    if (this.started) return;
    this.started = true;
    if (this.makeValue) new window[this.makeValue](...this.withValue);
    else window[this.callValue](...this.withValue);
  }
}
window.wagtail.app.register('start', Start);
