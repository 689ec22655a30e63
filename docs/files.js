// Examples say which file they are, as in ```yaml file=library.yaml: here that becomes a caption.
for (const code of document.querySelectorAll("pre > code")) {
  const said = [...code.classList].map((word) => /^(?:file|part|excerpt)=(.+)$/.exec(word)).find(Boolean);
  if (said) {
    const caption = document.createElement("div");
    caption.className = "file-name";
    caption.textContent = said[1];
    code.parentElement.before(caption);
  }
}
