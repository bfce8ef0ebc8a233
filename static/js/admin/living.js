/* The button "Register count within the text" of the text editor: a dialog asks which count, and its words, {{count …}},
   are put into the text, where they stand out. They are the whole of what is kept: see policies/living.py. */
const { React, DraftJS, jQuery } = window;
const LIVING_FIGURE = 'LIVING_FIGURE';
const WORDS = /\{\{[^{}]*\}\}/g;

class LivingFigureSource extends React.Component {
  componentDidMount() {
    const { entityType, onClose } = this.props;
    this.inserted = false;
    this.dialog = window.ModalWorkflow({
      url: entityType.address,
      onload: { asked: (modal) => this.asked(modal) },
      onError: onClose,
    });
    if (this.dialog.container) {
      this.dialog.container.on('hidden.bs.modal', () => {
        if (!this.inserted) onClose();
      });
    }
  }

  asked(modal) {
    modal.ajaxifyForm(jQuery('form', modal.body));
    jQuery('[data-words]', modal.body).on('click', (event) => {
      this.insert(event.currentTarget.dataset.words);
      modal.close();
    });
  }

  insert(words) {
    const { editorState, onComplete } = this.props;
    const content = DraftJS.Modifier.replaceText(
      editorState.getCurrentContent(), editorState.getSelection(), words,
    );
    this.inserted = true;
    onComplete(DraftJS.EditorState.push(editorState, content, 'insert-characters'));
  }

  render() {
    return null;
  }
}

const Words = ({ children }) => React.createElement('span', { className: 'living-figure' }, children);

function findWords(block, found) {
  for (const match of block.getText().matchAll(WORDS)) found(match.index, match.index + match[0].length);
}

window.draftail.registerPlugin(
  // What has a `block` is offered by the editor's "+" and "/", where nothing needs to be selected.
  { type: LIVING_FIGURE, source: LivingFigureSource, decorator: Words, block: Words }, 'entityTypes',
);
window.draftail.registerPlugin(
  { type: LIVING_FIGURE, strategy: findWords, component: Words }, 'decorators',
);
