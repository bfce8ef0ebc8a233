// Where the choosers of wagtail-localize's editor are found: an inline script in its own template.
{
  const { image, document: file, page } = document.currentScript.dataset;
  window.chooserUrls ??= { imageChooser: image, documentChooser: file, pageChooser: page };
}
