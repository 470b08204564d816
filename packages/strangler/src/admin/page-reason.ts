/** What the reader is asked before an action; page-script.ts opens it. */
export const REASON_DIALOG: string = `<dialog id="why" aria-labelledby="why-title">
<form id="why-form">
<h2 id="why-title">Why?</h2>
<label for="person">Your name</label>
<input id="person" autocomplete="name" required pattern=".*\\S.*" title="The decision log says who decided.">
<label for="reason">Reason</label>
<input id="reason" autocomplete="off">
<p><small>Both go into the decision log.</small></p>
<p><button id="why-yes">Do it</button><button type="button" id="why-no">Cancel</button></p>
</form>
</dialog>`;

/**
 * A dialog of the page, not the browser's prompt: that one stops the page while it is open, cannot
 * say which route it is about in a heading, and browsers offer to switch it off.
 */
export const REASON_SCRIPT: string = `
// Ends the question that is open, or of whose end the browser has not told yet.
let endQuestion = () => undefined;

// Resolves to who decides and why, or to null when the reader leaves it at that.
function askWhy(label, route) {
  endQuestion();
  const dialog = byId('why');
  byId('why-title').textContent = label + ' ' + route.name + '?';
  byId('why-yes').textContent = label;
  byId('person').value = localStorage.getItem('ashlar-person') || '';
  byId('reason').value = '';
  dialog.returnValue = '';
  dialog.showModal();
  byId(byId('person').value ? 'reason' : 'person').focus();
  return new Promise((resolve) => {
    const closed = () => {
      // That was the question before this one.
      if (!dialog.open) end(dialog.returnValue === 'yes' ? whoAndWhy() : null);
    };
    const end = (decided) => {
      dialog.removeEventListener('close', closed);
      resolve(decided);
    };
    endQuestion = () => end(null);
    dialog.addEventListener('close', closed);
  });
}

function whoAndWhy() {
  const by = byId('person').value.trim();
  localStorage.setItem('ashlar-person', by);
  const why = byId('reason').value.trim();
  return why ? { by, why } : { by };
}

byId('why-form').addEventListener('submit', (event) => {
  event.preventDefault();
  byId('why').close('yes');
});
byId('why-no').addEventListener('click', () => byId('why').close(''));
`;
